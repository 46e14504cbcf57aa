import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { PartiesInput } from '../parties/party.inputs.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import { ProjectKindEnum } from '../projects/project.enums.js';
import { SlipCommandInput } from '../slips/slip.model.js';

const NOTE = 'Stored encrypted, for those only who may read it.';

@InputType({ description: 'Something small and public that somebody asks for (需求).' })
export class SubmitNeedInput extends PartiesInput {
  @Field({ description: 'Code of the grid (15 digits) or the village (12 digits) where it is needed.' })
  areaCode: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别), S0-02.' })
  kind: ProjectKind;

  @Field({ description: 'The channel by which it was collected, a code of needChannels (征集渠道), S0-08.' })
  channel: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The grid event that it comes out of (来源网格事件), of the same village.',
  })
  gridEventId?: string;

  @Field({ description: `What is needed. ${NOTE}` })
  text: string;

  @Field({ nullable: true, description: `Where exactly. ${NOTE}` })
  place?: string;
}

@InputType({ description: 'A need of one’s own.' })
export class NeedStepInput extends CommandInput {
  @Field(() => ID, { description: 'The need.' })
  needId: string;
}

@InputType({ description: 'Why a need that was declined is to be discussed again (重新提请).' })
export class ReconsiderNeedInput extends NeedStepInput {
  @Field({ description: `Why. ${NOTE}` })
  note: string;
}

@InputType({ description: 'The same with the slip of the need (凭回执).' })
export class ReconsiderNeedBySlipInput extends SlipCommandInput {
  @Field({ description: `Why. ${NOTE}` })
  note: string;
}

@InputType({ description: 'A need taken back with its slip (凭回执).' })
export class WithdrawNeedBySlipInput extends SlipCommandInput {}
