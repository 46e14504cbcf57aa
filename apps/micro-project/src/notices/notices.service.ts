import type { Actor } from '@lianxin/access';
import { isDay, officialCalendar, shanghaiDay, shanghaiDayEnd } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ProjectSteps } from '../project-commands/project-steps.js';
import type { Taken } from '../project-commands/project-steps.js';
import type { ProjectStepInput } from '../project-commands/project.inputs.js';
import type { Project } from '../projects/entity/project.entity.js';
import { DayNotAheadError } from '../projects/errors/project.errors.js';
import { findTerms } from '../projects/terms.queries.js';
import type { ExtendProjectNoticeInput } from './notice.inputs.js';
import { endNotice, extendNotice, findAdoption, insertNotice, voidNoticeOf } from './notices.queries.js';

/** S0-15: what was decided is posted before it begins; what an emergency began, afterwards (S0-21). */
@Injectable()
export class NoticesService {
  constructor(
    private readonly policies: PolicyReplica,
    private readonly steps: ProjectSteps,
  ) {}

  /** For as long as policy says on this day; later values change nothing of it. @throws NotFiledError, NoticePostedError */
  async postProjectNotice(
    tx: EntityManager,
    actor: Actor,
    { projectId }: ProjectStepInput,
  ): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const isAfterwards = project.isPostedAfterwards;
      const { endsAt, policyVersion } = await this.timeOf(project, at);
      const noticeId = uuidv7();
      if (isAfterwards) project.postNoticeAfterwards({ noticeId, endsAt }, at);
      else project.postNotice({ noticeId, endsAt }, at);
      await voidNoticeOf(tx, project.id, at);
      const { termsVersion } = project;
      const sources = await sourcesOf(tx, project);
      const posted = { id: noticeId, project, postedAt: at, endsAt, isAfterwards, policyVersion };
      await insertNotice(tx, { ...posted, ...sources });
      const days = { from: shanghaiDay(at), until: shanghaiDay(endsAt) };
      const name = isAfterwards ? 'postNoticeAfterwards' : 'postNotice';
      return { name, extra: { noticeId, termsVersion, ...days, isAfterwards } };
    };
    return this.steps.take(tx, actor, { projectId, action: 'postNotice', change });
  }

  /** @throws NoticeShortenedError, NoticeOverError, DayNotAheadError */
  async extendProjectNotice(
    tx: EntityManager,
    actor: Actor,
    { projectId, until }: ExtendProjectNoticeInput,
  ): Promise<Project> {
    if (!isDay(until)) throw new DayNotAheadError('until');
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const endsAt = shanghaiDayEnd(until);
      project.extendNotice(endsAt, at);
      const noticeId = noticeIdOf(project);
      await extendNotice(tx, noticeId, endsAt);
      return { name: 'extendNotice', extra: { noticeId, until } };
    };
    return this.steps.take(tx, actor, { projectId, action: 'extendNotice', change });
  }

  /** Where an emergency came first, what it skipped is made good with it. @throws NoticeNotOverError, ObjectionOpenError */
  async endProjectNotice(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const isAfterwards = project.isPostedAfterwards;
      if (isAfterwards) project.regulariseEmergency(at);
      else project.endNotice(at);
      await endNotice(tx, noticeIdOf(project), at);
      return { name: isAfterwards ? 'regulariseEmergency' : 'endNotice' };
    };
    return this.steps.take(tx, actor, { projectId, action: 'endNotice', change });
  }

  private async timeOf({ villageCode }: Project, at: Date): Promise<{ endsAt: Date; policyVersion: string }> {
    const key = 'micro-project.notice-time';
    const { value, version } = (await this.policies.book()).valueAt(key, { areaCode: villageCode, on: at });
    return { endsAt: officialCalendar.deadlineFrom(at, value), policyVersion: `${key}@${version}` };
  }
}

/** What stands on the notice: the terms in force and the meeting that adopted them. */
async function sourcesOf(tx: EntityManager, { id, termsVersion }: Project) {
  const terms = await findTerms(tx, id, termsVersion);
  const decisionId = await findAdoption(tx, id);
  if (!terms || decisionId === null) throw new Error(`Project ${id} is posted without terms or decision.`);
  return { terms, decisionId };
}

function noticeIdOf({ id, noticeId }: Project): string {
  if (noticeId === null) throw new Error(`Project ${id} is on notice without one.`);
  return noticeId;
}
