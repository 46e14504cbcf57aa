import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('AuditedProject', { description: 'A project that was drawn (被抽中的项目).' })
export class AuditedProjectModel {
  @Field(() => Int, { description: 'Its place in the draw, from 1 (抽取顺序).' })
  rank: number;

  @Field(() => ID, { description: 'The project (项目).' })
  projectId: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the audit found (审计结论); null before it is reported.',
  })
  finding: string | null;
}

@ObjectType('SpecialAudit', {
  description:
    'A special audit (专项审计), S0-25: the first of all ids in the order of HMAC-SHA-256 of the id under the seed.',
})
export class SpecialAuditModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field({ description: 'Code of the area (区划代码).' })
  areaCode: string;

  @Field(() => Int, { description: 'Of which year (年度).' })
  year: number;

  @Field({ description: 'What was drawn with (随机种子).' })
  seed: string;

  @Field(() => Int, { description: 'How many were asked for (抽样数量).' })
  size: number;

  @Field(() => Int, { description: 'How many there were to draw from (总体数量).' })
  populationCount: number;

  @Field({ description: 'SHA-256 over their ids in ascending order, one a line (总体摘要).' })
  populationDigest: string;

  @Field({ description: 'The post of whoever drew (抽样岗位).' })
  drawnRole: string;

  @Field({ description: 'When it was drawn (抽样时间).' })
  drawnAt: Date;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of the villages that it covered (覆盖村); at most 500, null before it is reported.',
  })
  villageCodes: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The signed report (审计报告).' })
  documentId: string | null;

  @Field(() => String, { nullable: true, description: 'The day of the report, YYYY-MM-DD (报告日期).' })
  reportedOn: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was published (公开时间).' })
  reportedAt: Date | null;
}

@InputType({ description: 'Projects to draw for a special audit (专项审计抽样).' })
export class DrawSpecialAuditInput extends CommandInput {
  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field(() => Int, { description: 'Of which year: this one or the one before.' })
  year: number;

  @Field(() => Int, { description: 'How many to draw (抽样数量); fewer if there are not so many.' })
  size: number;
}

@InputType({ description: 'What the audit found at one drawn project.' })
export class AuditFindingInput {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field({ description: 'What was found. Will be published: name no person.' })
  finding: string;
}

@InputType({ description: 'The report of a special audit (专项审计报告).' })
export class ReportSpecialAuditInput extends CommandInput {
  @Field(() => ID, { description: 'The audit.' })
  auditId: string;

  @Field(() => [String], { description: 'Codes of the villages that it covered; from 1 to 500.' })
  villageCodes: string[];

  @Field(() => ID, { description: 'The signed report, a document of purpose AUDIT.' })
  documentId: string;

  @Field(() => String, { description: 'The day of the report, YYYY-MM-DD.' })
  reportedOn: string;

  @Field(() => [AuditFindingInput], { description: 'One finding for each project that was drawn.' })
  findings: AuditFindingInput[];
}
