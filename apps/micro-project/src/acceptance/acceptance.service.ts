import type { Actor } from '@lianxin/access';
import { AcceptanceFailed } from '@lianxin/contracts';
import type { Sealer } from '@lianxin/personal-data';
import { checkUuid } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RequiredDocuments } from '../documents/required-documents.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { Project } from '../projects/entity/project.entity.js';
import { Words } from '../words/words.js';
import { stakeholdersOf } from '../works/contractors/contractors.queries.js';
import { InspectionSheetUsedError } from './acceptance.errors.js';
import type { InspectMicroProjectInput } from './acceptance.inputs.js';
import { isProposerPresent } from './participation.js';
import type { AskedBy } from './participation.js';

const EARLIER_SHEET = `SELECT 1 FROM journal_entry WHERE aggregate_id = $1 AND type = $2 AND data ->> 'documentId' = $3 LIMIT 1`;

const NEEDS = `SELECT subject_id AS "subjectId", proxy_id AS "proxyId", keyer_id AS "keyerId", confidentiality
  FROM need WHERE id = ANY($1)`;

/** S0-18: accepted before it is evaluated; led by whoever carries it out, with those who asked for it. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly documents: RequiredDocuments,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /**
   * What fails is worked on again.
   * @throws AcceptanceParticipantError, NotTheProposerError, SubstituteInvolvedError, DocumentUnfitError, InspectionSheetUsedError
   */
  async inspectMicroProject(
    tx: EntityManager,
    actor: Actor,
    input: InspectMicroProjectInput,
    sealer: Sealer,
  ): Promise<Project> {
    const projectId = checkUuid(input.projectId, 'projectId');
    const sealed = await this.words.seal({ sealer, aggregate: 'project', id: projectId }, wordsOf(input));
    const change = async (project: Project, at: Date): Promise<Taken> => {
      if (!input.isPassed) project.failAcceptance(at);
      else project.passAcceptance(at);
      const documentId = await this.sheet(tx, project, input.documentId);
      const contractors = await stakeholdersOf(tx, project.contractorId);
      const needs = await needsOf(tx, project);
      const isPresent = isProposerPresent(project, input, { needs, inspectorId: actor.subject, contractors });
      if (input.isPassed) project.isProposerPresent = isPresent;
      const name = input.isPassed ? 'passAcceptance' : 'failAcceptance';
      return { name, sealed, extra: { isProposerPresent: isPresent, documentId } };
    };
    return this.steps.take(tx, actor, { projectId, action: 'inspect', change });
  }

  /** What failed once is not accepted with the paper of that day. */
  private async sheet(tx: EntityManager, project: Project, id: string): Promise<string> {
    const { id: projectId, villageCode: areaCode } = project;
    const required = { id, purpose: 'ACCEPTANCE', projectId, areaCode, isOwn: true } as const;
    const document = await this.documents.require(tx, required);
    const used = await tx.query<unknown[]>(EARLIER_SHEET, [projectId, AcceptanceFailed.type, document.id]);
    if (used.length > 0) throw new InspectionSheetUsedError();
    return document.id;
  }
}

const needsOf = (tx: EntityManager, { needIds }: Project): Promise<AskedBy[]> =>
  tx.query<AskedBy[]>(NEEDS, [needIds]);

const wordsOf = ({ note, proposerName, substitute }: InspectMicroProjectInput) => ({
  ...{ note, proposerName },
  ...{ substituteName: substitute?.name, substituteReason: substitute?.reason },
});
