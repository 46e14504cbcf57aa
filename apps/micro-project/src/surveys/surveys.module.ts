import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { ProjectSurveyResolver } from './project-survey.resolver.js';
import { SurveyBox } from './survey-box.js';
import { SurveyTokens } from './survey-tokens.js';
import { SurveysResolver } from './surveys.resolver.js';
import { SurveysService } from './surveys.service.js';

@Module({
  imports: [ProjectCommandsModule],
  providers: [ProjectSurveyResolver, SurveyBox, SurveyTokens, SurveysResolver, SurveysService],
})
export class SurveysModule {}
