import { connectionOf } from '@lianxin/service-kit';
import type { Slip } from '@lianxin/personal-data';
import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { PartyModel } from '../parties/party.model.js';
import { ProjectKindEnum } from '../projects/project.enums.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import type { Need } from './need.entity.js';
import { NeedPriorityEnum, NeedStateEnum } from './need.enums.js';
import type { NeedPriority, NeedState } from './need.transitions.js';

@Directive('@key(fields: "id")')
@ObjectType('Need', {
  description:
    'Something small and public that a resident asked for (需求). What people typed is read by revealNeedWords alone.',
})
export class NeedModel extends PartyModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  /** Lead elsewhere; no fields of the graph. */
  villageId: number;
  gridEventId: string | null;
  projectId: string | null;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field({ description: 'Code of its grid, or of the village if no grid was named (所在网格).' })
  areaCode: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field({ description: 'The channel by which it was collected, a code of needChannels (征集渠道), S0-08.' })
  channel: string;

  @Field(() => NeedStateEnum, { description: 'Where it stands (状态).' })
  state: NeedState;

  @Field(() => NeedPriorityEnum, {
    nullable: true,
    description: 'How pressing the two committees found it (轻重缓急); null before they did.',
  })
  priority: NeedPriority | null;

  @Field({ description: 'When it was submitted (提交时间).' })
  submittedAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The day of the last meeting that discussed it, YYYY-MM-DD (最近研究日期).',
  })
  discussedOn: string | null;

  @Field(() => String, {
    description: 'While open: the last day on which a meeting discusses it in time, YYYY-MM-DD (研究时限).',
  })
  discussionDueOn: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was last declined (答复时间); the reason is among its words.',
  })
  declinedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When whoever asked for it read the reason (提议人阅知时间).',
  })
  answerReadAt: Date | null;

  @Field(() => Int, { description: 'How often it was opened again after it was declined (重新提请次数).' })
  reconsiderationCount: number;
}

export const NeedConnection = connectionOf(NeedModel, 'Need');

/** @param slip for the answer to the submission alone */
export function toNeedModel(need: Need, slip: Slip | null = null): NeedModel {
  return Object.assign(new NeedModel(), need, { areaCode: need.areaCode, slip });
}
