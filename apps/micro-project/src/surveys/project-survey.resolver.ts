import { CurrentScope } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectModel } from '../projects/project.model.js';
import { SurveyModel, SurveyResultModel, toSurveyModel, toSurveyResult } from './survey.model.js';
import { surveysOf } from './surveys.queries.js';

type Scope = LianxinContext['scope'];

@Resolver(() => ProjectModel)
export class ProjectSurveyResolver {
  constructor(private readonly clock: Clock) {}

  @ResolveField(() => SurveyModel, {
    nullable: true,
    description: 'The survey among residents (满意度测评), once it was opened.',
  })
  async survey(@Parent() { id }: ProjectModel, @CurrentScope() scope: Scope): Promise<SurveyModel | null> {
    const survey = await scope.load('surveys of projects', id, surveysOf);
    return survey && toSurveyModel(survey, this.clock.now());
  }

  @ResolveField(() => SurveyResultModel, {
    nullable: true,
    description: 'What it came to (满意度测评结果), once it was closed.',
  })
  async surveyResult(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<SurveyResultModel | null> {
    const survey = await scope.load('surveys of projects', id, surveysOf);
    return survey && toSurveyResult(survey);
  }
}
