import { AREA_LEVELS, COMMITTEE_KINDS } from '@lianxin/contracts';
import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import type { AreaLevel, CommitteeKind } from './area-code.js';
import type { Area } from './area.entity.js';
import type { AreaVersion } from './areas.queries.js';

export const AreaLevelEnum = enumOf(AREA_LEVELS);
registerEnumType(AreaLevelEnum, {
  name: 'AreaLevel',
  description: 'The level of an area (行政区划层级).',
  valuesMap: {
    PROVINCE: { description: 'Province (省级), 2 digits.' },
    CITY: { description: 'City (地级), 4 digits.' },
    COUNTY: { description: 'County or district (县级), 6 digits.' },
    TOWNSHIP: { description: 'Township, town or subdistrict (乡镇、街道), 9 digits.' },
    VILLAGE: { description: 'Village or community (村、社区), 12 digits.' },
  },
});

export const CommitteeKindEnum = enumOf(COMMITTEE_KINDS);
registerEnumType(CommitteeKindEnum, {
  name: 'CommitteeKind',
  description: 'Whose committee runs a village.',
  valuesMap: {
    VILLAGERS_COMMITTEE: { description: 'A villagers’ committee (村民委员会).' },
    RESIDENTS_COMMITTEE: { description: 'A residents’ committee (居民委员会).' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Area', {
  description: 'An administrative division (行政区划). Its id is for good; code, name and parent are dated.',
})
export class AreaModel {
  @Field(() => ID, { description: 'Immutable, whatever becomes of code, name and parent.' })
  id: string;

  @Field({
    description: 'The code of today (区划代码): 2, 4, 6, 9 or 12 digits, starting with the parent’s.',
  })
  code: string;

  @Field({ description: 'The name of today (名称).' })
  name: string;

  @Field(() => AreaLevelEnum, { description: 'The level (层级).' })
  level: AreaLevel;

  @Field(() => CommitteeKindEnum, {
    nullable: true,
    description: 'Of a village: whose committee runs it, where known.',
  })
  committeeKind: CommitteeKind | null;

  @Field({ description: 'Day (YYYY-MM-DD) since when code, name and parent are these.' })
  validFrom: string;

  @Field(() => String, {
    nullable: true,
    description: 'Day (YYYY-MM-DD) since when there is no such area any more.',
  })
  validUntil: string | null;

  parentId: number | null;
}

@ObjectType('AreaVersion', { description: 'What an area was before a change.' })
export class AreaVersionModel {
  @Field({ description: 'The code then.' })
  code: string;

  @Field({ description: 'The name then.' })
  name: string;

  @Field({ description: 'First day (YYYY-MM-DD) of this standing.' })
  validFrom: string;

  @Field({ description: 'Day (YYYY-MM-DD) since when it was no longer so.' })
  validUntil: string;

  parentId: number | null;
}

export const AreaConnection = connectionOf(AreaModel, 'Area');

export const toAreaModel = ({ id, ...rest }: Area): AreaModel => ({ id: String(id), ...rest });
export const toAreaVersionModel = ({ areaId: _areaId, ...version }: AreaVersion): AreaVersionModel => version;
