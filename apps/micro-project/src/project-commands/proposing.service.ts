import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { COLLECTIVE_MATTERS } from '@lianxin/contracts';
import type { Sealer } from '@lianxin/personal-data';
import { isDay, officialCalendar } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import type { AreaCopy } from '@lianxin/replicas';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fenOf } from '../money/money.js';
import { voidNoticeOf } from '../notices/notices.queries.js';
import { ProjectMoney } from '../project-money/project-money.js';
import { Project } from '../projects/entity/project.entity.js';
import type { CollectiveMatter } from '../projects/entity/project.row.js';
import type { Submission } from '../projects/entity/project.proposed.js';
import {
  DayNotAheadError,
  DuplicateInvestmentError,
  LeadBodyError,
} from '../projects/errors/project.errors.js';
import { digestOfTerms, insertTerms, nextVersionOf } from '../projects/terms.queries.js';
import type { WrittenTerms } from '../projects/terms.queries.js';
import { SplittingWatch } from '../splitting/splitting-watch.js';
import { Words } from '../words/words.js';
import { Bands } from './bands.js';
import { checkedGridNumber } from './place.js';
import { ProjectSources } from './project-sources.js';
import { ProjectSteps } from './project-steps.js';
import type { Taken } from './project-steps.js';
import type {
  CollectiveMattersInput,
  ProjectNoteInput,
  ProjectStepInput,
  ProjectTermsInput,
  ProposeProjectInput,
  ReviseProjectInput,
} from './project.inputs.js';

/** From needs to a submission (征集 → 确定). */
@Injectable()
export class ProposingService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly bands: Bands,
    private readonly clock: Clock,
    private readonly money: ProjectMoney,
    private readonly policies: PolicyReplica,
    private readonly sources: ProjectSources,
    private readonly splitting: SplittingWatch,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws DuplicateInvestmentError, LeadBodyError, AmountMalformedError, DayNotAheadError, PersonalNumberError */
  async proposeProject(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: ProposeProjectInput,
  ): Promise<Project> {
    const village = await this.areas.getByCode(tx, input.villageCode);
    const place = { villageCode: village.code, leadBody: input.leadBody };
    const grant = this.access.require(actor, 'propose', 'MicroProject', place);
    if (input.isInvestedElsewhere) throw new DuplicateInvestmentError();
    if (input.isSpecialised && input.leadBody !== 'TOWNSHIP') throw new LeadBodyError();
    const at = this.clock.now();
    const terms = await this.written(input.terms, 1);
    const sources = await this.sources.take(tx, actor, { projectId: id, village, input });
    const project = Project.propose(
      { ...proposalOf(input, village), ...sources, id, proposedBy: actor.subject, terms },
      at,
    );
    const { needIds, isInvestedElsewhere, collectiveMatters } = project;
    const declared = { needIds, isInvestedElsewhere, collectiveMatters };
    const extra = { termsVersion: 1, termsDigest: digestOfTerms(terms), ...declared };
    await this.steps.begin(tx, actor, { project, grant, taken: { name: 'propose', extra } });
    await insertTerms(tx, id, terms, at);
    return project;
  }

  async reviseProject(tx: EntityManager, actor: Actor, input: ReviseProjectInput): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const terms = await this.newTerms(tx, project, input.terms, at);
      project.revise(terms, at);
      return { name: 'revise', extra: { termsVersion: terms.version, termsDigest: digestOfTerms(terms) } };
    };
    return this.steps.take(tx, actor, { projectId: input.projectId, action: 'revise', change });
  }

  /** Reserves its money. @throws QuotaExceededError, LargerProjectTakenError, ObjectionOpenError */
  async submitProject(tx: EntityManager, actor: Actor, { projectId }: ProjectStepInput): Promise<Project> {
    const change = async (project: Project, at: Date): Promise<Taken> => {
      const submission = await this.submission(project, project.budgetFen, at);
      project.submit(submission, at);
      await this.money.reserve(tx, actor, project, at);
      return { name: 'submit', extra: reviewOf(project) };
    };
    const submitted = await this.steps.take(tx, actor, { projectId, action: 'submit', change });
    await this.splitting.watch(tx, actor, { project: submitted, action: 'submit' });
    return submitted;
  }

  async returnProject(
    tx: EntityManager,
    actor: Actor,
    input: ProjectNoteInput,
    sealer: Sealer,
  ): Promise<Project> {
    const sealed = await this.noted(sealer, input);
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.returnForRevision(at);
      if (project.holdingState === 'RESERVED') await this.money.giveBack(tx, project);
      return { name: 'returnForRevision', sealed };
    };
    return this.steps.take(tx, actor, { projectId: input.projectId, action: 'returnForRevision', change });
  }

  async abandonProject(
    tx: EntityManager,
    actor: Actor,
    input: ProjectNoteInput,
    sealer: Sealer,
  ): Promise<Project> {
    const sealed = await this.noted(sealer, input);
    const change = async (project: Project, at: Date): Promise<Taken> => {
      project.abandon(at);
      await voidNoticeOf(tx, project.id, at);
      await this.money.giveBack(tx, project);
      await this.sources.release(tx, actor, project);
      return { name: 'abandon', sealed };
    };
    return this.steps.take(tx, actor, { projectId: input.projectId, action: 'abandon', change });
  }

  /** Whose decision an amount is today, and until when. */
  async submission(project: Project, amountFen: number, at: Date): Promise<Submission> {
    const { band, policyVersion } = await this.bands.of(project.villageCode, amountFen, at);
    const book = await this.policies.book();
    const { value } = book.valueAt('micro-project.review-time', { areaCode: project.villageCode, on: at });
    return { band, policyVersion, reviewDueAt: officialCalendar.deadlineFrom(at, value) };
  }

  /** Stores the next version of a project's terms; which one is in force is the project's to say. */
  async newTerms(
    tx: EntityManager,
    { id }: Project,
    input: ProjectTermsInput,
    at: Date,
  ): Promise<WrittenTerms> {
    const terms = await this.written(input, await nextVersionOf(tx, id));
    await insertTerms(tx, id, terms, at);
    return terms;
  }

  async noted(sealer: Sealer, { projectId, note }: ProjectNoteInput): Promise<Record<string, string>> {
    return this.words.seal({ sealer, aggregate: 'project', id: checkUuid(projectId, 'projectId') }, { note });
  }

  private async written(input: ProjectTermsInput, version: number): Promise<WrittenTerms> {
    if (!isDay(input.dueOn)) throw new DayNotAheadError('dueOn');
    const text = (field: 'content' | 'place' | 'effect'): Promise<string> =>
      this.words.published(input[field], field, 'micro-project.terms-characters');
    return {
      version,
      title: await this.words.published(input.title, 'title', 'micro-project.title-characters'),
      content: await text('content'),
      place: await text('place'),
      effect: await text('effect'),
      budgetFen: fenOf(input.budget),
      dueOn: input.dueOn,
    };
  }
}

export const reviewOf = ({ decidingBody, reviewDueAt }: Project): Record<string, unknown> => ({
  decidingBody,
  reviewDueAt: reviewDueAt?.toISOString(),
});

function proposalOf(input: ProposeProjectInput, { id: villageId, code: villageCode }: AreaCopy) {
  const { kind, leadBody, quotaClass, isInProcurementCatalogue, isInvestedElsewhere } = input;
  const collectiveMatters = declaredOf(input.collective);
  return {
    ...{ villageId, villageCode, kind, leadBody, quotaClass, isInProcurementCatalogue },
    gridNumber: checkedGridNumber(villageCode, input.gridCode),
    ...{ isInvestedElsewhere, collectiveMatters },
    isResolutionRequired: leadBody === 'VILLAGE' && collectiveMatters.length > 0,
    policyVersion: '',
  };
}

const declaredOf = (matters: CollectiveMattersInput): CollectiveMatter[] => {
  const declared: Record<CollectiveMatter, boolean> = {
    COLLECTIVE_MONEY: matters.usesCollectiveMoney,
    MONEY_OR_LABOUR_RAISED: matters.raisesMoneyOrLabour,
    CONTRACT_LET: matters.letsContract,
    COLLECTIVE_PROPERTY: matters.touchesCollectiveProperty,
  };
  return COLLECTIVE_MATTERS.filter((matter) => declared[matter]);
};
