import { Field, ID, InputType } from '@nestjs/graphql';
import { Yuan } from '../money/yuan.scalar.js';
import { ProjectStepInput } from '../project-commands/project.inputs.js';

@InputType({ description: 'An audit and the final account, to be published (审计决算公开), S0-19.' })
export class PublishMicroProjectAuditInput extends ProjectStepInput {
  @Field(() => Yuan, {
    description: 'What it cost in all (决算金额), what stands back included; never above the commitment.',
  })
  finalAmount: string;

  @Field(() => Yuan, {
    nullable: true,
    description: 'Of that, what stands back until the warranty is over (质保金); left out if nothing does.',
  })
  retainedAmount?: string;

  @Field({
    description: 'What the work is good for now that it is done (建成效果). Published: name no person.',
  })
  effect: string;

  @Field(() => ID, { description: 'The sealed audit (审计报告), a document of purpose AUDIT.' })
  documentId: string;

  @Field(() => ID, {
    description: 'The signed or sealed final account (决算表), a document of purpose FINAL_ACCOUNT.',
  })
  finalAccountDocumentId: string;
}

@InputType({ description: 'The warranty is over: what stood back is paid, or given back (质保金结清).' })
export class EndMicroProjectRetentionInput extends ProjectStepInput {
  @Field(() => ID, {
    description: 'What shows why it is not paid (凭证), a document of purpose VOUCHER.',
  })
  documentId: string;
}
