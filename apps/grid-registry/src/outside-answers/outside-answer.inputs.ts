import { OUTSIDE_EXPORT_PURPOSES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import type { OutsideSystem } from '../outside-numbers/outside-number.errors.js';
import { OutsideSystemEnum } from '../outside-numbers/outside-number.inputs.js';

export type OutsideExportPurpose = (typeof OUTSIDE_EXPORT_PURPOSES)[number];

const OutsideExportPurposeEnum = enumOf(OUTSIDE_EXPORT_PURPOSES);
registerEnumType(OutsideExportPurposeEnum, {
  name: 'OutsideExportPurpose',
  description: 'What an export is for; recorded.',
  valuesMap: {
    ANSWER_BACK: {
      description: 'To answer that system (反馈): its numbers count as answered as they stand.',
    },
    RECONCILIATION: { description: 'To compare both sides (对账): nothing counts as answered by it.' },
  },
});

/** No file holds more rows than this. */
export const MAX_EXPORT_ROWS = 5_000;
const DEFAULT_EXPORT_ROWS = 1_000;

@InputType({ description: 'Which matters of another system to write to a file for it.' })
export class ExportOutsideAnswersInput extends CommandInput {
  @Field(() => OutsideSystemEnum, { description: 'Whom the answers are for.' })
  system: OutsideSystem;

  @Field({ description: 'Code of the county, or of an area inside it.' })
  areaCode: string;

  @Field(() => OutsideExportPurposeEnum, { description: 'What for.' })
  purpose: OutsideExportPurpose;

  @Field({ defaultValue: false, description: 'Only what was not answered as it stands now (仅未反馈).' })
  isUnansweredOnly: boolean;

  @Field(() => Date, { nullable: true, description: 'Numbers that came in at this instant or later.' })
  receivedFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Numbers that came in before this instant.' })
  receivedTo?: Date | null;

  @Field(() => Int, {
    defaultValue: DEFAULT_EXPORT_ROWS,
    description: `How many rows, from 1 to ${MAX_EXPORT_ROWS}.`,
  })
  first: number;

  @Field(() => String, { nullable: true, description: 'Where the file before this one ended.' })
  after?: string | null;
}
