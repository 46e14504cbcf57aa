import { DECIDING_BODIES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DecidingBody } from '../decisions/meeting.js';
import { enumOf } from '../enum-of.js';
import type { Body } from './bodies.queries.js';

export const DecidingBodyEnum = enumOf(DECIDING_BODIES);
registerEnumType(DecidingBodyEnum, {
  name: 'DecidingBody',
  description: 'A body that decides at a meeting (议事机构).',
  valuesMap: {
    VILLAGE_TWO_COMMITTEES: { description: "The village's two committees (村“两委”)." },
    TOWNSHIP_PARTY_COMMITTEE: { description: "The township's Party committee (乡镇党委)." },
    COUNTY_PARTY_COMMITTEE: {
      description: "The county's, where the township's has no quorum (区县党委，提级决定).",
    },
  },
});

@ObjectType('DecidingBodyMembership', { description: 'Who belongs to a deciding body (议事机构成员).' })
export class BodyModel {
  @Field(() => ID, { description: 'UUIDv7 of this list of members.' })
  id: string;

  @Field(() => DecidingBodyEnum, { description: 'Which body (机构).' })
  kind: DecidingBody;

  @Field({ description: 'Code of its area (区划代码).' })
  areaCode: string;

  @Field(() => String, { description: 'Since which day, YYYY-MM-DD (生效日期).' })
  validFrom: string;

  @Field(() => [ID], { description: 'Its members, by the ids of their accounts (成员); at most 50.' })
  memberIds: readonly string[];
}

export const toBodyModel = (body: Body): BodyModel => Object.assign(new BodyModel(), body);

@InputType({ description: 'Who belongs to a deciding body from a day on.' })
export class SetBodyMembersInput extends CommandInput {
  @Field(() => DecidingBodyEnum, { description: 'Which body (机构).' })
  kind: DecidingBody;

  @Field({ description: 'Code of its area: a village, township or county.' })
  areaCode: string;

  @Field(() => [ID], { description: 'All its members, by the ids of their accounts.' })
  memberIds: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'From which day on, YYYY-MM-DD; if left out tomorrow, or today for a body that was never registered.',
  })
  validFrom?: string;
}
