import { randomUUID } from 'node:crypto';
import type { Actor } from '@lianxin/access';
import { QUOTA_CLASSES } from '@lianxin/contracts';
import { shanghaiDay, shanghaiYear } from '@lianxin/policy';
import { DomainError } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { bandOf } from '../../src/decisions/decision-band.js';
import { bodyOf, higherOf } from '../../src/decisions/meeting.js';
import type { QuotaClass } from '../../src/envelopes/envelope.entity.js';
import type { EnvelopesService } from '../../src/envelopes/envelopes.service.js';
import { ProjectMoney } from '../../src/project-money/project-money.js';
import type { Decided, Hearing } from '../../src/projects/entity/project.decided.js';
import type { Project } from '../../src/projects/entity/project.entity.js';
import type { Submission } from '../../src/projects/entity/project.proposed.js';
import type { TransitionName } from '../../src/projects/project.transitions.js';
import { aProject } from '../project.entity.builder.js';
import { EnvelopesInMemory } from './envelopes.in-memory.js';
import { placeFaults, ProjectFacts } from './project.facts.js';

const EDGES = { filedFrom: 1_000_000, reviewedFrom: 3_000_000, decidedAboveFrom: 10_000_000 };
const MEMBERS = ['a', 'b', 'c', 'd', 'e'];
/** One of each band. */
const BUDGETS = [12_000_000, 800_000, 1_200_000, 5_000_000];
const DAY_MS = 86_400_000;
const NO_TX = {} as EntityManager;
const NOBODY = {} as Actor;

/** Something that somebody tries: on which project, with which numbers. */
export interface Attempt {
  readonly step: TransitionName;
  readonly project: number;
  readonly amountFen: number;
  readonly present: number;
  readonly days: number;
}

interface Kept {
  project: Project;
  facts: ProjectFacts;
  terms: number;
  /** What the last adopted decision said. */
  decided: Decided;
  /** The year of that decision, changes of what it decided left aside. */
  decidedIn: number | null;
}

/** Two villages of a township with a handful of projects, each step taken as the services take it, without a database. */
export class TownshipModel {
  readonly envelopes = new EnvelopesInMemory();
  readonly taken = new Map<TransitionName, number>();
  private readonly money = new ProjectMoney(this.envelopes as unknown as EnvelopesService);
  private readonly projects: Kept[];
  /** Late enough that a year ends in the middle of most sequences. */
  private now = new Date('2026-11-02T02:00:00Z').getTime();

  constructor(count: number) {
    this.projects = Array.from({ length: count }, (_, index) => {
      const villageId = index % 2;
      const quotaClass: QuotaClass = index % 3 === 0 ? 'LARGER' : 'SMALL';
      const budgetFen = BUDGETS[index % BUDGETS.length] ?? 0;
      const project = aProject({ villageId, villageCode: `36110411120${villageId}`, quotaClass, budgetFen });
      const decided = {
        band: 'VILLAGE_DECIDES',
        body: 'VILLAGE_TWO_COMMITTEES',
        policyVersion: 'model',
      } as const;
      return { project, facts: new ProjectFacts(), terms: 1, decided, decidedIn: null };
    });
  }

  /** What was wrong with what was let through; a refusal changes nothing, as a transaction would see to. */
  async try(attempt: Attempt): Promise<string[]> {
    this.now += attempt.days * DAY_MS + 1;
    const at = new Date(this.now);
    const kept = this.projects[attempt.project % this.projects.length] as Kept;
    const restore = this.envelopes.snapshot();
    const before = { ...kept.project };
    try {
      const step = await this.take(kept, attempt, at);
      this.taken.set(step, (this.taken.get(step) ?? 0) + 1);
      return [
        ...kept.facts.note(step, kept.project, at),
        ...this.moneyFaults(),
        ...placeFaults(step, kept.project, kept.decidedIn),
      ];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      restore();
      kept.project = Object.assign(aProject(), before);
      return [];
    }
  }

  /** Steps that are more than the project's own, as their services take them. */
  private take(kept: Kept, attempt: Attempt, at: Date): Promise<TransitionName> {
    if (MEETINGS.includes(attempt.step)) return this.meet(kept, attempt, at);
    const withMoney = this.withMoney[attempt.step];
    return withMoney ? withMoney(kept, attempt, at) : Promise.resolve(this.plain(kept, attempt, at));
  }

  private readonly withMoney: Partial<Record<TransitionName, Take>> = {
    submit: async ({ project }, { step }, at) => {
      project.submit(submissionOf(project.budgetFen, at), at);
      await this.money.reserve(NO_TX, NOBODY, project, at);
      return step;
    },
    startInEmergency: async ({ project }, { step }, at) => {
      const submission = submissionOf(project.budgetFen, at);
      project.startInEmergency({ ...submission, skipped: ['DESIGN'], confirmBy: submission.reviewDueAt }, at);
      await this.money.reserve(NO_TX, NOBODY, project, at);
      return step;
    },
    returnForRevision: async ({ project }, { step }, at) => {
      project.returnForRevision(at);
      if (project.holdingState === 'RESERVED') await this.money.giveBack(NO_TX, project);
      return step;
    },
    abandon: async ({ project }, { step }, at) => {
      project.abandon(at);
      await this.money.giveBack(NO_TX, project);
      return step;
    },
    publishAudit: async ({ project }, { step, amountFen }, at) => {
      const retainedFen = Math.trunc(project.committedFen / 50);
      const asked = project.committedFen + (amountFen % 3) - 1;
      const finalFen = Math.min(asked, project.paidFen + retainedFen);
      project.publishAudit({ finalFen, retainedFen }, at);
      await this.money.settle(NO_TX, project, { finalFen, retainedFen });
      return step;
    },
    endRetention: async ({ project }, { step }, at) => {
      project.endRetention(at);
      await this.money.endRetention(NO_TX, project);
      return step;
    },
  };

  /** A meeting, as `DecidingService` concludes it. */
  private async meet(kept: Kept, { step, present }: Attempt, at: Date): Promise<TransitionName> {
    const { project } = kept;
    const hearing = hearingOf(project, present, at);
    const standing = project.hear(hearing, at);
    if (!standing.canDecide) {
      project.passUp(standing, at);
      return 'passUp';
    }
    return REJECTIONS.includes(step) ? this.reject(kept, at) : this.adopt(kept, hearing, at);
  }

  private async adopt(kept: Kept, hearing: Hearing, at: Date): Promise<TransitionName> {
    const { project, terms } = kept;
    const { isConfirmationDue, pendingBudgetFen } = project;
    const changed = { version: terms, title: '路灯', budgetFen: pendingBudgetFen ?? 0, dueOn: dayAfter(at) };
    kept.decided = { band: hearing.band, body: hearing.meeting.body, policyVersion: 'model' };
    if (isConfirmationDue) project.confirmEmergency(hearing, at);
    else project.decide(hearing, pendingBudgetFen === null ? null : changed, at);
    const isChange = pendingBudgetFen !== null;
    await this.money.commit(NO_TX, NOBODY, project, { decided: at, isChange });
    if (!isChange) kept.decidedIn = shanghaiYear(at);
    return isConfirmationDue ? 'confirmEmergency' : 'decide';
  }

  private async reject(kept: Kept, at: Date): Promise<TransitionName> {
    const { project } = kept;
    if (project.isConfirmationDue) {
      project.refuseEmergency(at);
      return 'refuseEmergency';
    }
    if (project.pendingTermsVersion !== null) {
      project.rejectChange(kept.decided, at);
      return 'rejectChange';
    }
    project.reject(at);
    await this.money.giveBack(NO_TX, project);
    return 'reject';
  }

  private plain(kept: Kept, { step, amountFen, days }: Attempt, at: Date): TransitionName {
    const { project } = kept;
    kept.terms += 1;
    const endsAt = new Date(at.getTime() + 5 * DAY_MS);
    const posting = { noticeId: randomUUID(), endsAt };
    const uphold = (): TransitionName => {
      project.upholdObjection(endsAt, at);
      return 'upholdObjection';
    };
    const revise = (): TransitionName => {
      project.revise({ version: kept.terms, title: '路灯', budgetFen: amountFen, dueOn: dayAfter(at) }, at);
      return 'revise';
    };
    const steps: Partial<Record<TransitionName, () => TransitionName | void>> = {
      propose: revise,
      revise,
      suspectSplitting: () => project.suspectSplitting(at),
      judgeSplitting: () => project.judgeSplitting(amountFen % 2 ? bandOf(amountFen, EDGES) : null, at),
      requestChange: () =>
        project.requestChange(
          { version: kept.terms, title: '路灯', budgetFen: amountFen, dueOn: dayAfter(at) },
          submissionOf(amountFen, at),
          at,
        ),
      returnAsSplit: () => project.judgeSplitting(bandOf(amountFen, EDGES), at),
      file: () => project.file(at),
      postNotice: () => project.postNotice(posting, at),
      postNoticeAfterwards: () => project.postNoticeAfterwards(posting, at),
      extendNotice: () => project.extendNotice(new Date(endsAt.getTime() + days * DAY_MS), at),
      raiseObjection: () => project.raiseObjection(at),
      dismissObjection: () => project.dismissObjection(at),
      withdrawObjection: () => project.withdrawObjection(at),
      upholdObjection: uphold,
      upholdObjectionToo: uphold,
      upholdObjectionAfterwards: uphold,
      endNotice: () => project.endNotice(at),
      regulariseEmergency: () => project.regulariseEmergency(at),
      selectContractor: () =>
        project.selectContractor(
          {
            id: randomUUID(),
            amountFen: 1,
            heldOn: shanghaiDay(at),
            isLet: true,
            resolutionId: randomUUID(),
          },
          at,
        ),
      start: () => project.start(project.contractorId === null ? null : { amountFen: 1, isLet: true }, at),
      reachMilestone: () => project.reachMilestone(at),
      recordPayment: () => project.recordPayment(amountFen, at),
      payRetention: () => project.payRetention((amountFen % (project.retainedFen + 2)) + 1, at),
      delay: () => project.delay(dayAfter(at), at),
      stop: () => project.stop(at),
      resume: () => project.resume(at),
      complete: () => project.complete(at),
      passAcceptance: () => project.passAcceptance(at),
      failAcceptance: () => project.failAcceptance(at),
      openSurvey: () => project.openSurvey(at),
      closeSurvey: () => project.closeSurvey({ answerCount: days, satisfiedCount: 0, minimumSample: 1 }, at),
      close: () => project.close([], at),
    };
    const take = steps[step];
    if (!take) throw new Error(`The model knows no step ${step}.`);
    return take() ?? step;
  }

  /** What an auditor would count anew after every step. */
  private moneyFaults(): string[] {
    return [...this.envelopes.all.values()].flatMap((envelope) => {
      const its = this.projects
        .map(({ project }) => project)
        .filter(({ envelopeId }) => envelopeId === envelope.id);
      return QUOTA_CLASSES.flatMap((quotaClass) => {
        const of = its.filter((project) => project.quotaClass === quotaClass);
        const held = of.reduce((sum, { heldFen }) => sum + heldFen, 0);
        const claims = {
          'holds what its projects hold': envelope.heldOf(quotaClass) === held,
          'never holds more than there is': held <= envelope.limitOf(quotaClass),
          'is never paid beyond what was promised': of.every(
            ({ paidFen, committedFen }) => paidFen <= committedFen,
          ),
          'keeps what is paid': of.every(({ paidFen, heldFen }) => paidFen <= heldFen),
          'pays nothing that is not promised': of.every(
            ({ paidFen, holdingState }) => paidFen === 0 || holdingState !== 'RESERVED',
          ),
        };
        return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [`${quotaClass} ${claim}`]));
      });
    });
  }
}

type Take = (kept: Kept, attempt: Attempt, at: Date) => Promise<TransitionName>;

const REJECTIONS: readonly TransitionName[] = ['reject', 'rejectChange', 'refuseEmergency'];
const MEETINGS: readonly TransitionName[] = [...REJECTIONS, 'decide', 'passUp', 'confirmEmergency'];

function hearingOf(project: Project, present: number, at: Date): Hearing {
  const band = bandOf(project.pendingBudgetFen ?? project.budgetFen, EDGES);
  return {
    meeting: {
      body: higherOf(bodyOf(band), project.decidingBody ?? bodyOf(band)),
      members: MEMBERS,
      present: MEMBERS.slice(0, (present % MEMBERS.length) + 1),
    },
    heldOn: shanghaiDay(at),
    interests: { proposers: [], contractors: [], relations: [] },
    band,
    resolutionId: null,
  };
}

function submissionOf(amountFen: number, at: Date): Submission {
  const reviewDueAt = new Date(at.getTime() + 7 * DAY_MS);
  return { band: bandOf(amountFen, EDGES), policyVersion: 'model', reviewDueAt };
}

const dayAfter = (at: Date): string => shanghaiDay(new Date(at.getTime() + 300 * DAY_MS));
