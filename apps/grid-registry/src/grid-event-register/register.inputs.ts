import { REGISTER_PURPOSES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';

export type RegisterPurpose = (typeof REGISTER_PURPOSES)[number];

export const RegisterPurposeEnum = enumOf(REGISTER_PURPOSES);
registerEnumType(RegisterPurposeEnum, {
  name: 'GridEventRegisterPurpose',
  description: 'What the register is taken out for; recorded.',
  valuesMap: {
    SUPERVISION: { description: 'To supervise (督办).' },
    REPORTING: { description: 'To report to a superior body (上报).' },
    ASSESSMENT: { description: 'To assess (考核).' },
    AUDIT: { description: 'To audit (审计).' },
    FOLLOW_UP: { description: 'To do follow-ups (回访).' },
    ARCHIVE: { description: 'To archive (归档).' },
  },
});

@InputType({ description: 'Which part of the event register to take out, and what for.' })
export class ExportGridEventRegisterInput extends CommandInput {
  @Field({ description: 'Code of the area or grid (区划代码).' })
  areaCode: string;

  @Field({ description: 'First day of report (YYYY-MM-DD, Asia/Shanghai).' })
  from: string;

  @Field({ description: 'Day after the last (YYYY-MM-DD, Asia/Shanghai).' })
  to: string;

  @Field(() => RegisterPurposeEnum, { description: 'What for (用途).' })
  purpose: RegisterPurpose;

  @Field({
    defaultValue: false,
    description:
      'Whether names, contacts and words are filled in (含个人信息): for follow-ups by the command centre alone. Each look is recorded and shown to whom it is about.',
  })
  withPersonalColumns: boolean;

  @Field(() => String, { nullable: true, description: 'Go on behind an earlier part: its endCursor.' })
  after?: string | null;
}
