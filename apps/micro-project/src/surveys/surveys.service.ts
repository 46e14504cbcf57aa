import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { SurveyCommentsOpened, SurveySlipsPrinted } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { officialCalendar } from '@lianxin/policy';
import type { PolicyKey, PolicyValueOf } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import { SurveyStateError } from '../projects/errors/works.errors.js';
import type { Project } from '../projects/entity/project.entity.js';
import { viewOf } from '../projects/project.rules.js';
import { findComments } from './survey-box.queries.js';
import type { Counted } from './survey-box.queries.js';
import {
  SampleTooSmallError,
  SlipCountError,
  SurveyNotOverError,
  SurveyTokenDrawnError,
} from './survey.errors.js';
import type { PrintSurveySlipsInput } from './survey.inputs.js';
import { countPrinted, findSurvey, insertDraw, insertSurvey, lockSurvey } from './surveys.queries.js';
import type { Survey } from './surveys.queries.js';

const MAX_COMMENTS = 500;

/** S0-20: residents say whether they are content; what they said is nobody's before all have. */
@Injectable()
export class SurveysService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly steps: ProjectSteps,
  ) {}

  async openMicroProjectSurvey(tx: EntityManager, actor: Actor, projectId: string): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.openSurvey(at);
      const time = await this.valueAt(project, 'micro-project.survey-time', at);
      const minimumSample = await this.valueAt(project, 'micro-project.minimum-sample', at);
      const endsAt = officialCalendar.deadlineFrom(at, time);
      await insertSurvey(tx, { projectId: project.id, id: uuidv4(), endsAt, minimumSample, printedCount: 0 });
      return { name: 'openSurvey' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'survey', change });
  }

  /**
   * The survey that the caller may draw a token of, this once. No time is kept of it.
   * @throws SurveyStateError, SurveyTokenDrawnError, ForbiddenError for residents of another village
   */
  async drawSurveyToken(tx: EntityManager, actor: Actor, projectId: string): Promise<Survey> {
    const project = await this.steps.get(tx, actor, projectId);
    this.access.require(actor, 'answerSurvey', 'MicroProject', viewOf(project));
    const survey = this.requireOpen(project, await findSurvey(tx, project.id));
    if (!(await insertDraw(tx, project.id, actor.subject))) throw new SurveyTokenDrawnError();
    return survey;
  }

  /** Who gets them is not asked; how many there are is recorded. @throws SurveyStateError, SlipCountError */
  async printSurveySlips(tx: EntityManager, actor: Actor, input: PrintSurveySlipsInput): Promise<Survey> {
    const project = await this.steps.lock(tx, actor, input.projectId);
    const grant = this.access.require(actor, 'survey', 'MicroProject', viewOf(project));
    const survey = this.requireOpen(project, await lockSurvey(tx, project.id));
    const at = this.clock.now();
    const maxCount = await this.valueAt(project, 'micro-project.survey-slips', at);
    const printedCount = survey.printedCount + input.count;
    if (input.count < 1 || printedCount > maxCount) throw new SlipCountError(maxCount);
    await countPrinted(tx, project.id, printedCount);
    const { villageCode, id: projectId } = project;
    await this.journal.record(tx, actor, {
      ...{ event: SurveySlipsPrinted, aggregateId: survey.id, areaCode: villageCode, grant },
      data: { villageCode, projectId, count: input.count, printedCount, at: at.toISOString() },
    });
    return { ...survey, printedCount };
  }

  /** For whoever runs it. @throws SurveyStateError where there is none */
  async get(tx: EntityManager, actor: Actor, projectId: string): Promise<Survey> {
    const project = await this.steps.get(tx, actor, projectId);
    this.access.require(actor, 'survey', 'MicroProject', viewOf(project));
    const survey = await findSurvey(tx, project.id);
    if (!survey) throw new SurveyStateError();
    return survey;
  }

  /** @param counted what was in the box, or null if its time is not over @throws SurveyStateError, SurveyNotOverError */
  async closeMicroProjectSurvey(
    tx: EntityManager,
    actor: Actor,
    projectId: string,
    counted: Counted | null,
  ): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const survey = await findSurvey(tx, project.id);
      if (survey && !counted) throw new SurveyNotOverError(survey.endsAt);
      if (!survey || !counted) throw new SurveyStateError();
      const result = { ...counted, minimumSample: survey.minimumSample };
      project.closeSurvey(result, at);
      return { name: 'closeSurvey', extra: result };
    };
    return this.steps.take(tx, actor, { projectId, action: 'survey', change });
  }

  /** The sealed comments; who reads them is recorded. @throws SurveyStateError, SampleTooSmallError */
  async openSurveyComments(
    tx: EntityManager,
    actor: Actor,
    projectId: string,
  ): Promise<{ survey: Survey; sealed: string[] }> {
    const project = await this.steps.lock(tx, actor, projectId);
    const grant = this.access.require(actor, 'readInside', 'MicroProject', viewOf(project));
    const survey = await findSurvey(tx, project.id);
    if (!survey || project.answerCount === null) throw new SurveyStateError();
    if (project.answerCount < survey.minimumSample) throw new SampleTooSmallError(survey.minimumSample);
    const { villageCode } = project;
    await this.journal.record(tx, actor, {
      ...{ event: SurveyCommentsOpened, aggregateId: survey.id, areaCode: villageCode, grant },
      data: { villageCode, projectId: project.id, at: this.clock.now().toISOString() },
    });
    return { survey, sealed: await findComments(tx, project.id, MAX_COMMENTS) };
  }

  /** @throws SurveyStateError */
  private requireOpen(project: Project, survey: Survey | null): Survey {
    const isOpen = project.state === 'ACCEPTED' && survey && this.clock.now() <= survey.endsAt;
    if (!isOpen) throw new SurveyStateError();
    return survey;
  }

  private async valueAt<Key extends PolicyKey>(
    { villageCode }: Project,
    key: Key,
    on: Date,
  ): Promise<PolicyValueOf<Key>> {
    return (await this.policies.book()).valueAt(key, { areaCode: villageCode, on }).value;
  }
}
