import { PROJECT_REGISTER_PURPOSES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../enum-of.js';

export type RegisterPurpose = (typeof PROJECT_REGISTER_PURPOSES)[number];

export const RegisterPurposeEnum = enumOf(PROJECT_REGISTER_PURPOSES);
registerEnumType(RegisterPurposeEnum, {
  name: 'MicroProjectRegisterPurpose',
  description: 'What the register is taken out for; recorded.',
  valuesMap: {
    SUPERVISION: { description: 'To supervise (督办).' },
    REPORTING: { description: 'To report to a superior body (上报).' },
    ASSESSMENT: { description: 'To assess (考核).' },
    AUDIT: { description: 'To audit (审计).' },
    ARCHIVE: { description: 'To archive (归档).' },
  },
});

@InputType({ description: 'Which part of the project register to take out, and what for.' })
export class ExportProjectRegisterInput extends CommandInput {
  @Field({ description: 'Code of the area (区划代码).' })
  areaCode: string;

  @Field({ description: 'First day of proposal (YYYY-MM-DD, Asia/Shanghai).' })
  from: string;

  @Field({ description: 'Day after the last (YYYY-MM-DD, Asia/Shanghai).' })
  to: string;

  @Field(() => RegisterPurposeEnum, { description: 'What for (用途).' })
  purpose: RegisterPurpose;

  @Field(() => String, { nullable: true, description: 'Go on behind an earlier part: its endCursor.' })
  after?: string | null;
}

@ObjectType('MicroProjectRegisterFile', {
  description:
    'A part of the project register with the table of money (微小事台账及资金表) as a spreadsheet; nobody is named in it.',
})
export class RegisterFileModel {
  @Field(() => ID, { description: 'Under which the export is recorded (导出编号).' })
  exportId: string;

  @Field({ description: 'A name for the file (文件名).' })
  fileName: string;

  @Field({ description: 'Its media type: that of XLSX (媒体类型).' })
  mediaType: string;

  @Field({ description: 'The file in Base64 (文件内容).' })
  content: string;

  @Field(() => Int, { description: 'How many projects are in it (行数).' })
  rowCount: number;

  @Field({ description: 'Whether there are more: ask again with `endCursor` (是否还有后续).' })
  hasMore: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where the next part begins; null if there is none (游标).',
  })
  endCursor: string | null;
}
