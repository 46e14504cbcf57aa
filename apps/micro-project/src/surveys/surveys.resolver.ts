import { Allow, CurrentActor, Public } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Commands, Database } from '@lianxin/service-kit';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { ProjectStepInput } from '../project-commands/project.inputs.js';
import { ProjectModel } from '../projects/project.model.js';
import { placeOfWords } from '../words/words.js';
import { SurveyBox } from './survey-box.js';
import { SurveyTokens } from './survey-tokens.js';
import { AnswerSurveyInput, PrintSurveySlipsInput } from './survey.inputs.js';
import { SurveyCommentsModel, SurveySlipsModel } from './survey.model.js';
import { SurveysService } from './surveys.service.js';

@Resolver()
export class SurveysResolver {
  constructor(
    private readonly box: SurveyBox,
    private readonly cipher: PersonalDataCipher,
    private readonly commands: ProjectCommands,
    private readonly database: Database,
    private readonly plain: Commands,
    private readonly surveys: SurveysService,
    private readonly tokens: SurveyTokens,
  ) {}

  @Mutation(() => ProjectModel, {
    description: 'Begins to ask residents whether they are content with accepted work (开始满意度测评).',
  })
  @Allow('survey', 'MicroProject')
  openMicroProjectSurvey(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'openMicroProjectSurvey', input },
      work: (tx) => this.surveys.openMicroProjectSurvey(tx, actor, input.projectId),
    });
  }

  /** No command with a request id: when somebody drew is not kept, and the token could not be shown again. */
  @Mutation(() => String, {
    description:
      'Draws the one token of a resident of that village, local registration or not (领取测评码). Shown once and kept nowhere.',
  })
  @Allow('answerSurvey', 'MicroProject')
  async drawSurveyToken(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID, description: 'The project.' }) projectId: string,
  ): Promise<string> {
    const survey = await this.database.write(actor, (tx) =>
      this.surveys.drawSurveyToken(tx, actor, projectId),
    );
    return this.tokens.mint(survey.id);
  }

  @Mutation(() => SurveySlipsModel, {
    description: 'Prints slips for those who answer on paper; they count as any other (印制纸质问卷).',
  })
  @Allow('survey', 'MicroProject')
  async printSurveySlips(
    @CurrentActor() actor: Actor,
    @Args('input') input: PrintSurveySlipsInput,
  ): Promise<SurveySlipsModel> {
    const { projectId, count } = input;
    const printed = await this.plain.run(actor, {
      ...{ mutation: 'printSurveySlips', input, aggregateId: projectId },
      first: async (tx) => ({ survey: await this.surveys.printSurveySlips(tx, actor, input), count }),
      repeat: async (tx) => ({ survey: await this.surveys.get(tx, actor, projectId), count: 0 }),
    });
    const { id, printedCount } = printed.survey;
    const tokens = Array.from({ length: printed.count }, () => this.tokens.mint(id));
    return { projectId, tokens, printedCount };
  }

  /** Asks nobody who they are, also those who are signed in. */
  @Mutation(() => Boolean, {
    description:
      'Answers a survey with a token (提交满意度测评). Without sign-in, and nothing is kept that leads back to whoever answered. The first answer with a token counts; a later one is answered alike and changes nothing.',
  })
  @Public()
  async answerSurvey(@Args('input') input: AnswerSurveyInput): Promise<boolean> {
    await this.box.answerSurvey(input);
    return true;
  }

  @Mutation(() => ProjectModel, {
    description:
      'Closes a survey whose time is over: it is counted and its result published (结束满意度测评).',
  })
  @Allow('survey', 'MicroProject')
  async closeMicroProjectSurvey(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    await this.database.read(actor, (tx) => this.surveys.get(tx, actor, input.projectId));
    const counted = await this.box.count(input.projectId);
    return this.commands.run(actor, {
      ...{ mutation: 'closeMicroProjectSurvey', input },
      work: (tx) => this.surveys.closeMicroProjectSurvey(tx, actor, input.projectId, counted),
    });
  }

  /** A repeat is a look like any other: it is recorded again. */
  @Mutation(() => SurveyCommentsModel, {
    description:
      'Reads the comments of a closed survey that enough people answered; recorded (查阅测评意见).',
  })
  @Allow('readInside', 'MicroProject')
  async openSurveyComments(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<SurveyCommentsModel> {
    const { projectId } = input;
    const open = (tx: EntityManager) => this.surveys.openSurveyComments(tx, actor, projectId);
    const { survey, sealed } = await this.plain.run(actor, {
      ...{ mutation: 'openSurveyComments', input, aggregateId: projectId },
      ...{ first: open, repeat: open },
    });
    const opener = await this.cipher.openerFor([survey.id]);
    const place = placeOfWords('survey', survey.id, 'comment');
    return { projectId, comments: sealed.map((comment) => opener.open(comment, place)) };
  }
}
