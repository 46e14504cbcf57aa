import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { ARCHIVE_ITEMS, ARCHIVE_STATES } from './archive-items.js';
import type { ArchiveItem, ArchiveState } from './archive-items.js';

export const ArchiveItemEnum = enumOf(ARCHIVE_ITEMS);
registerEnumType(ArchiveItemEnum, {
  name: 'ArchiveItem',
  description: "What the archive of a project's whole life is made of (全流程档案), S0-24.",
  valuesMap: {
    NEEDS: { description: 'The needs or the planned item it came out of (需求征集).' },
    PROPOSAL: { description: 'What was proposed (立项申请).' },
    RESOLUTION: {
      description: "The resolution of the villagers' meeting, where it needs one (村民会议决议).",
    },
    DECISION: { description: 'The decision with its signed minutes (研究决定及会议纪要).' },
    FILING: { description: 'The filing with the level above, where its amount asks for it (备案).' },
    NOTICE: { description: 'The posted notice (公示).' },
    OBJECTIONS: { description: 'Every objection ruled (异议裁定).' },
    COMPARISON: { description: 'What was compared to choose who carries it out (比选材料).' },
    CONTRACT: { description: "The contract, or the wages of villagers' own labour (合同或工资表)." },
    START: { description: 'The beginning of work (开工).' },
    PAYMENTS: { description: 'Vouchers of what was paid (支付凭证).' },
    ACCEPTANCE: { description: 'The signed sheet of the inspection (验收单).' },
    SURVEY: { description: 'What residents said (满意度测评).' },
    AUDIT: { description: 'The sealed audit (审计报告).' },
    FINAL_ACCOUNT: { description: 'The final account (决算表).' },
    EMERGENCY: { description: 'What an emergency skipped, made good (应急补办).' },
  },
});

export const ArchiveStateEnum = enumOf(ARCHIVE_STATES);
registerEnumType(ArchiveStateEnum, {
  name: 'ArchiveState',
  description: 'How an item of the archive stands (归档状态); each is more than those before it.',
  valuesMap: {
    MISSING: { description: 'It has not happened yet (缺失).' },
    RECORDED: { description: 'It is recorded here (已登记).' },
    SIGNED_SCAN: { description: 'A signed paper shows it (签字扫描件).' },
    SEALED_SCAN: { description: 'A sealed paper shows it (盖章扫描件).' },
  },
});

@ObjectType('ArchiveEntry', { description: 'An item of the archive and how it stands (归档材料清单).' })
export class ArchiveEntryModel {
  @Field(() => ArchiveItemEnum, { description: 'What it is (档案项目).' })
  item: ArchiveItem;

  @Field({ description: 'Whether this project needs it (是否必需).' })
  isRequired: boolean;

  @Field(() => ArchiveStateEnum, { description: 'The least that it has to be, if it is needed (要求形式).' })
  requiredState: ArchiveState;

  @Field(() => ArchiveStateEnum, { description: 'How it stands (归档状态).' })
  state: ArchiveState;

  @Field(() => [ID], {
    description: 'The documents that show it (材料); a policy bounds how many there are.',
  })
  documentIds: readonly string[];

  @Field({ description: 'Nothing is lacking (是否齐全): it stands as it has to, or is not needed.' })
  isComplete: boolean;
}
