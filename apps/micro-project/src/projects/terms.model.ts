import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Yuan } from '../money/yuan.scalar.js';
import type { StoredTerms } from './terms.queries.js';

@ObjectType('MicroProjectTerms', {
  description: 'What a project is to be, in one version (事项内容), S0-15.',
})
export class ProjectTermsModel {
  @Field(() => Int, { description: '1, 2, 3 … (版本).' })
  version: number;

  @Field({ description: 'A short name (项目名称).' })
  title: string;

  @Field({ description: 'What is done (内容).' })
  content: string;

  @Field({ description: 'Where (地点).' })
  place: string;

  @Field({ description: 'What it is good for (预期效应).' })
  effect: string;

  @Field(() => Yuan, { description: 'What it costs (预算).' })
  budget: number;

  @Field(() => String, { description: 'Until which day, YYYY-MM-DD (时限).' })
  dueOn: string;

  @Field({ description: 'SHA-256 of these fields as the journal has it (内容摘要).' })
  digest: string;

  @Field({ description: 'When it was written (编写时间).' })
  writtenAt: Date;
}

export const toTermsModel = ({ budgetFen: budget, ...terms }: StoredTerms): ProjectTermsModel =>
  Object.assign(new ProjectTermsModel(), terms, { budget });
