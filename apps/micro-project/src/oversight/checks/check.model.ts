import { CHECK_KINDS, CHECK_RESULTS } from '@lianxin/contracts';
import { CommandInput, connectionOf, PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../enum-of.js';

export type CheckKind = (typeof CHECK_KINDS)[number];
export type CheckResult = (typeof CHECK_RESULTS)[number];

export const CheckKindEnum = enumOf(CHECK_KINDS);
registerEnumType(CheckKindEnum, {
  name: 'ProjectCheckKind',
  description: 'Who checks (检查类别).',
  valuesMap: {
    TOWNSHIP: { description: "The township's yearly check (乡镇普查), S0-27." },
    SELF: { description: "The village's own (村级自查), S0-24." },
  },
});

export const CheckResultEnum = enumOf(CHECK_RESULTS);
registerEnumType(CheckResultEnum, {
  name: 'ProjectCheckResult',
  description: 'What a check found (检查结果).',
  valuesMap: {
    IN_ORDER: { description: 'All in order (规范).' },
    TO_MEND: { description: 'Something has to be mended (需整改).' },
    SERIOUS: { description: 'Something serious (问题严重).' },
  },
});

@ObjectType('ProjectCheck', { description: 'A check of a village or of one project (督查), S0-24, S0-27.' })
export class CheckModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => ID, { nullable: true, description: 'The project; null for the village as a whole.' })
  projectId: string | null;

  @Field(() => Int, { description: 'Of which year (年度).' })
  year: number;

  @Field(() => CheckKindEnum, { description: 'Who checked (检查类别).' })
  kind: CheckKind;

  @Field(() => CheckResultEnum, { description: 'What was found (检查结果).' })
  result: CheckResult;

  @Field({ description: 'The same in words (检查情况).' })
  findings: string;

  @Field(() => ID, { description: 'The signed record (检查记录).' })
  documentId: string;

  @Field({ description: 'The post of whoever recorded it (登记岗位).' })
  checkedRole: string;

  @Field({ description: 'When it was recorded (登记时间).' })
  checkedAt: Date;
}

export const CheckConnection = connectionOf(CheckModel, 'ProjectCheck');

@InputType({ description: 'A check of a village or of one project (督查登记).' })
export class RecordProjectCheckInput extends CommandInput {
  @Field({ description: 'Code of the village.' })
  villageCode: string;

  @Field(() => ID, { nullable: true, description: 'The project; left out for the village as a whole.' })
  projectId?: string;

  @Field(() => Int, { description: 'Of which year: this one or the one before.' })
  year: number;

  @Field(() => CheckKindEnum, { description: 'Who checks: the township, or the village itself.' })
  kind: CheckKind;

  @Field(() => CheckResultEnum, { description: 'What was found.' })
  result: CheckResult;

  @Field({ description: 'The same in words. Will be published: name no person.' })
  findings: string;

  @Field(() => ID, { description: 'The signed record, a document of purpose CHECK.' })
  documentId: string;
}

@ArgsType()
export class ProjectChecksArgs extends PageArgs {
  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field(() => Int, { description: 'Of which year.' })
  year: number;

  @Field(() => CheckKindEnum, { nullable: true, description: 'Those of this kind.' })
  kind?: CheckKind;
}

@ObjectType('ProjectCheckCoverage', {
  description:
    "How far the township's yearly check is (普查覆盖情况), S0-27: projects are those that money was promised for and that were not over before the year.",
})
export class CheckCoverageModel {
  @Field(() => Int, { description: 'How many villages there are (应查村数).' })
  villageCount: number;

  @Field(() => Int, { description: 'How many were checked (已查村数).' })
  checkedVillageCount: number;

  @Field(() => Int, { description: 'How many projects there are (应查项目数).' })
  projectCount: number;

  @Field(() => Int, { description: 'How many were checked (已查项目数).' })
  checkedProjectCount: number;

  @Field(() => [String], { description: 'Codes of villages not yet checked (未查村); at most 500.' })
  uncheckedVillageCodes: string[];

  @Field(() => [ID], { description: 'Projects not yet checked (未查项目), oldest first; at most 500.' })
  uncheckedProjectIds: string[];
}
