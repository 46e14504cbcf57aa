import { Field, ID, InputType } from '@nestjs/graphql';
import {
  ProjectNoteInput,
  ProjectStepInput,
  ProjectTermsInput,
} from '../../project-commands/project.inputs.js';

@InputType({ description: 'A milestone that was reached (进度节点).' })
export class ReachMilestoneInput extends ProjectStepInput {
  @Field({ description: 'Which (节点名称). Will be published: name no person.' })
  title: string;

  @Field(() => ID, {
    nullable: true,
    description: 'What shows it (进度材料), a document of purpose PROGRESS.',
  })
  documentId?: string;
}

@InputType({ description: 'A time limit that is put off, with the reason (延期).' })
export class DelayProjectInput extends ProjectNoteInput {
  @Field(() => String, { description: 'Until which day now, YYYY-MM-DD (新时限).' })
  dueOn: string;
}

@InputType({ description: 'Other terms for a project that was decided, with the reason (变更申请).' })
export class RequestChangeInput extends ProjectNoteInput {
  @Field(() => ProjectTermsInput, { description: 'What it is to be instead.' })
  terms: ProjectTermsInput;
}
