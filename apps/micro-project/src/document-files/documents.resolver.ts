import { Access, CurrentActor, CurrentScope, SignedIn, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { OPENABLE_DOCUMENTS } from '../documents/document.rules.js';
import { documentsOf } from '../documents/documents.queries.js';
import { ProjectModel } from '../projects/project.model.js';
import { DocumentCommands } from './document-commands.js';
import {
  BeginMicroProjectDocumentInput,
  CompleteMicroProjectDocumentInput,
  DocumentModel,
  DocumentUploadModel,
  OpenedDocumentModel,
  OpenMicroProjectDocumentInput,
  toDocumentModel,
} from './document.model.js';

@Resolver(() => DocumentModel)
export class DocumentsResolver {
  constructor(private readonly documents: DocumentCommands) {}

  @Mutation(() => DocumentUploadModel, {
    description: 'Begins to add a document to the archive of a project or an area (开始上传材料).',
  })
  @SignedIn()
  beginMicroProjectDocument(
    @CurrentActor() actor: Actor,
    @Args('input') input: BeginMicroProjectDocumentInput,
  ): Promise<DocumentUploadModel> {
    return this.documents.begin(actor, input);
  }

  @Mutation(() => DocumentModel, {
    description:
      'Adds the document once all its bytes have arrived and its content was checked (完成上传材料).',
  })
  @SignedIn()
  completeMicroProjectDocument(
    @CurrentActor() actor: Actor,
    @Args('input') input: CompleteMicroProjectDocumentInput,
  ): Promise<DocumentModel> {
    return this.documents.complete(actor, input);
  }

  @Mutation(() => OpenedDocumentModel, {
    description:
      'Lets read a document; recorded. What was posted or published everybody may read who is signed in (查阅材料).',
  })
  @SignedIn()
  openMicroProjectDocument(
    @CurrentActor() actor: Actor,
    @Args('input') input: OpenMicroProjectDocumentInput,
  ): Promise<OpenedDocumentModel> {
    return this.documents.open(actor, input);
  }
}

@Resolver(() => ProjectModel)
export class ProjectDocumentsResolver {
  constructor(private readonly access: Access) {}

  @ResolveField(() => [DocumentModel], {
    description:
      'Its documents (归档材料), as far as the caller may open them, oldest first; a policy bounds how many there are.',
  })
  async documents(
    @Parent() { id }: ProjectModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<DocumentModel[]> {
    const found = await scope.load('documents of projects', id, (tx, ids: readonly string[]) => {
      const parameters = new SqlParameters();
      const readable = this.access.filter(actor, OPENABLE_DOCUMENTS, parameters);
      return documentsOf(tx, ids, { parameters, readable });
    });
    return found.map(toDocumentModel);
  }
}
