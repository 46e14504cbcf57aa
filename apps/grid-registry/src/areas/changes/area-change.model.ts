import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../enum-of.js';
import type { AreaChangeKind } from '../proposals/detect-area-changes.js';
import { AREA_CHANGE_STATES } from './area-change.entity.js';
import type { AreaChange, AreaChangeState } from './area-change.entity.js';

export const AreaChangeKindEnum = enumOf(['NEW', 'RENAMED', 'MOVED', 'GONE']);
registerEnumType(AreaChangeKindEnum, {
  name: 'AreaChangeKind',
  description: 'How an area differs from the file.',
  valuesMap: {
    NEW: { description: 'The file has an area that is not there (新设).' },
    RENAMED: { description: 'The file gives another name (更名).' },
    MOVED: { description: 'The file has it under another code, with all inside it (代码变更).' },
    GONE: { description: 'The file no longer has it (撤销).' },
  },
});

export const AreaChangeStateEnum = enumOf(AREA_CHANGE_STATES);
registerEnumType(AreaChangeStateEnum, {
  name: 'AreaChangeState',
  description: 'Where a change of areas stands.',
  valuesMap: {
    PROPOSED: { description: 'Waits for a decision (待审批).' },
    APPROVED: { description: 'Was approved and applied (已批准).' },
    REJECTED: { description: 'Was rejected (已驳回).' },
    SUPERSEDED: { description: 'A later import no longer found it (已失效).' },
  },
});

@ObjectType('AreaChange', {
  description: 'A difference that an import found and that somebody decides (区划变更).',
})
export class AreaChangeModel {
  @Field(() => ID, { description: 'The change.' })
  id: string;

  @Field(() => AreaChangeKindEnum, { description: 'What differs.' })
  kind: AreaChangeKind;

  @Field(() => AreaChangeStateEnum, { description: 'Where it stands.' })
  state: AreaChangeState;

  @Field({ description: 'The code when it was proposed; of a new area the code it will have.' })
  code: string;

  @Field(() => String, { nullable: true, description: 'The code to come, where it changes.' })
  newCode: string | null;

  @Field(() => String, { nullable: true, description: 'The name to come.' })
  newName: string | null;

  @Field(() => Int, { nullable: true, description: 'The line of the file; none for what is gone.' })
  line: number | null;

  @Field({ description: 'SHA-256 of the file.' })
  fileDigest: string;

  @Field({ description: 'Day (YYYY-MM-DD) from which it holds when approved.' })
  effectiveFrom: string;

  @Field({ description: 'When it was found.' })
  proposedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was decided.' })
  decidedAt: Date | null;

  areaId: number | null;
}

export const AreaChangeConnection = connectionOf(AreaChangeModel, 'AreaChange');

export function toAreaChangeModel(change: AreaChange): AreaChangeModel {
  const {
    id,
    kind,
    state,
    code,
    newCode,
    newName,
    line,
    fileDigest,
    effectiveFrom,
    proposedAt,
    decidedAt,
    areaId,
  } = change;
  return {
    id,
    kind,
    state,
    code,
    newCode,
    newName,
    line,
    fileDigest,
    effectiveFrom,
    proposedAt,
    decidedAt,
    areaId,
  };
}
