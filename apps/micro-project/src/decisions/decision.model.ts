import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../bodies/body.model.js';
import { enumOf } from '../enum-of.js';
import { DecisionBandEnum } from '../projects/project.enums.js';
import {
  MeetingResolutionReference,
  toMeetingResolution,
} from '../references/meeting-resolution.reference.js';
import type { DecisionBand } from './decision-band.js';
import { MEETING_OUTCOMES } from './decisions.queries.js';
import type { Decision, MeetingOutcome } from './decisions.queries.js';
import type { DecidingBody } from './meeting.js';

export const MeetingOutcomeEnum = enumOf(MEETING_OUTCOMES);
registerEnumType(MeetingOutcomeEnum, {
  name: 'MeetingOutcome',
  description: 'What became of a matter at a meeting (会议结果).',
  valuesMap: {
    ADOPTED: { description: 'Adopted (同意).' },
    REJECTED: { description: 'Rejected (不同意).' },
    PASSED_UP: { description: 'No quorum without those recused: for the body above (提级).' },
  },
});

@ObjectType('MicroProjectDecision', {
  description: 'A meeting that dealt with a project (会议决定), S0-11…14.',
})
export class DecisionModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field(() => DecidingBodyEnum, { description: 'The body that met (议事机构).' })
  body: DecidingBody;

  @Field({ description: 'Code of its area, as of that day (机构所在区划).' })
  bodyAreaCode: string;

  @Field(() => MeetingOutcomeEnum, { description: 'What it decided (会议结果).' })
  outcome: MeetingOutcome;

  @Field(() => DecisionBandEnum, { description: 'Whose decision the amount was on that day (决定权限).' })
  band: DecisionBand;

  @Field(() => Int, { description: 'The version of the terms it was about (事项内容版本).' })
  termsVersion: number;

  @Field(() => String, { description: 'The day, YYYY-MM-DD (会议日期).' })
  heldOn: string;

  @Field({ description: 'Number of the minutes (纪要编号).' })
  minutesNumber: string;

  @Field(() => ID, { description: 'The scanned signed minutes (纪要扫描件).' })
  minutesDocumentId: string;

  @Field(() => Int, { description: 'How many belonged to the body that day (应到人数).' })
  memberCount: number;

  @Field(() => Int, { description: 'How many were present (实到人数).' })
  presentCount: number;

  @Field(() => Int, { description: 'How many of them were recused (回避人数).' })
  recusedCount: number;

  @Field(() => MeetingResolutionReference, {
    nullable: true,
    description: "The villagers' resolution it rests on (所依据的决议).",
  })
  resolution: MeetingResolutionReference | null;

  @Field({ description: 'Version of the policy that drew the bands (依据的政策版本).' })
  policyVersion: string;

  @Field({ description: 'Under which post it was keyed in (登记岗位).' })
  keyedRole: string;

  @Field({ description: 'When it was keyed in (登记时间).' })
  keyedAt: Date;
}

export function toDecisionModel({
  presentIds,
  recusedIds,
  resolutionId,
  ...decision
}: Decision): DecisionModel {
  const counts = { presentCount: presentIds.length, recusedCount: recusedIds.length };
  const resolution = toMeetingResolution(resolutionId);
  return Object.assign(new DecisionModel(), decision, { ...counts, resolution });
}
