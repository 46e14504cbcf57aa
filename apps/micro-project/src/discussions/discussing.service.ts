import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { NeedsDiscussed } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import type { Sealer } from '@lianxin/personal-data';
import { shanghaiDayEnd } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import type { AreaCopy } from '@lianxin/replicas';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Meetings } from '../decisions/meetings.js';
import type { HeldMeeting } from '../decisions/meetings.js';
import { DiscussionTimes } from '../needs/discussion-times.js';
import type { Discussed, Need } from '../needs/need.entity.js';
import { needIn } from '../needs/need.rules.js';
import { NeedSteps } from '../needs/need-steps.js';
import type { TakenNeedStep } from '../needs/need-steps.js';
import { countOpenNeeds } from '../needs/needs.queries.js';
import { MeetingDayError } from '../projects/errors/decision.errors.js';
import { Words } from '../words/words.js';
import {
  DeclineReasonMissingError,
  DiscussedNeedsError,
  DiscussionRecordedError,
  NeedElsewhereError,
  PriorityMissingError,
} from './discussion.errors.js';
import type { NeedOutcomeInput, RecordNeedsDiscussionInput } from './discussion.inputs.js';
import { insertDiscussion, insertOutcomes } from './discussions.queries.js';
import type { Discussion } from './discussions.queries.js';

const MAX_NEEDS = 300;

export interface NewDiscussion {
  readonly id: string;
  readonly input: RecordNeedsDiscussionInput;
  readonly sealer: Sealer;
}

interface Concluding {
  readonly discussionId: string;
  readonly grant: Grant;
  readonly discussed: Discussed;
  readonly reasons: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** S0-09, S0-10: the two committees discuss what was collected, and each need is listed, declined with a reason, or kept. */
@Injectable()
export class DiscussingService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly meetings: Meetings,
    private readonly steps: NeedSteps,
    private readonly times: DiscussionTimes,
    private readonly words: Words,
  ) {}

  /** @throws DiscussedNeedsError, DeclineReasonMissingError, PriorityMissingError, NeedElsewhereError, QuorumLackingError, NotAMemberError */
  async recordNeedsDiscussion(
    tx: EntityManager,
    actor: Actor,
    { id, input, sealer }: NewDiscussion,
  ): Promise<Discussion> {
    const village = await this.areas.getByCode(tx, input.villageCode);
    const grant = this.access.require(actor, 'discuss', 'Need', needIn(village.code));
    const outcomes = checkedOutcomes(input.outcomes);
    const at = this.clock.now();
    const meeting = await this.meetings.require(tx, {
      ...{ meeting: input.meeting, competent: 'VILLAGE_TWO_COMMITTEES', bodyAreaCode: village.code, at },
    });
    const needs = await this.needsOf(tx, actor, village, { meeting, outcomes });
    const openCount = await countOpenNeeds(tx, village.code, shanghaiDayEnd(meeting.heldOn));
    if (openCount > 0 && needs.length === 0) throw new DiscussedNeedsError(MAX_NEEDS);
    const discussion: Discussion = {
      ...{ id, villageId: village.id, villageCode: village.code, ...meeting, openCount },
      discussedCount: needs.length,
      leftOutCount: openCount - needs.filter(({ isOpen }) => isOpen).length,
      ...{ keyedBy: actor.subject, keyedRole: grant.role, keyedAt: at },
    };
    if (!(await insertDiscussion(tx, discussion))) throw new DiscussionRecordedError();
    const due = await this.times.dueAfter(village.code, meeting.heldOn);
    await this.conclude(tx, actor, needs, {
      ...{ discussionId: id, grant, discussed: { heldOn: meeting.heldOn, ...due } },
      reasons: await this.sealReasons(sealer, outcomes),
      outcomes,
    });
    await this.record(tx, actor, discussion, grant);
    return discussion;
  }

  private async needsOf(
    tx: EntityManager,
    actor: Actor,
    village: AreaCopy,
    { meeting, outcomes }: { meeting: HeldMeeting; outcomes: ReadonlyMap<string, NeedOutcomeInput> },
  ): Promise<Need[]> {
    const needs = await this.steps.lockAll(tx, actor, [...outcomes.keys()]);
    for (const need of needs) {
      if (need.villageId !== village.id) throw new NeedElsewhereError(need.id);
      if (!need.canBeDiscussedOn(meeting.heldOn)) throw new MeetingDayError();
    }
    return needs;
  }

  private async sealReasons(
    sealer: Sealer,
    outcomes: ReadonlyMap<string, NeedOutcomeInput>,
  ): Promise<Concluding['reasons']> {
    const sealed = new Map<string, Readonly<Record<string, string>>>();
    for (const [id, { reason }] of outcomes) {
      const place = { sealer, aggregate: 'need', id };
      sealed.set(id, await this.words.seal(place, { reason }, 'micro-project.need-characters'));
    }
    return sealed;
  }

  private async conclude(
    tx: EntityManager,
    actor: Actor,
    needs: readonly Need[],
    { outcomes, ...concluding }: Concluding & { outcomes: ReadonlyMap<string, NeedOutcomeInput> },
  ): Promise<void> {
    for (const need of needs) {
      const outcome = outcomes.get(need.id);
      if (!outcome) continue;
      const change = (each: Need, at: Date): TakenNeedStep | null =>
        concludeOne(each, outcome, concluding, at);
      await this.steps.carryOut(tx, actor, need, { grant: concluding.grant, change });
    }
    const rows = [...outcomes].map(([needId, { outcome, priority }]) => ({
      ...{ needId, outcome, priority: outcome === 'CANDIDATE' ? (priority ?? null) : null },
    }));
    await insertOutcomes(tx, concluding.discussionId, rows);
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    { id, villageCode, heldOn, minutesDocumentId, discussedCount, openCount, keyedAt }: Discussion,
    grant: Grant,
  ): Promise<void> {
    const counts = { discussedCount, openCount };
    const data = { villageCode, heldOn, minutesDocumentId, ...counts, at: keyedAt.toISOString() };
    const what = { event: NeedsDiscussed, aggregateId: id, areaCode: villageCode, isFirst: true };
    await this.journal.record(tx, actor, { ...what, grant, data });
  }
}

/** Each need once, and with what its outcome asks for. */
function checkedOutcomes(outcomes: readonly NeedOutcomeInput[]): ReadonlyMap<string, NeedOutcomeInput> {
  const byNeed = new Map(outcomes.map((each) => [checkUuid(each.needId, 'needId'), each]));
  if (byNeed.size < outcomes.length || byNeed.size > MAX_NEEDS) throw new DiscussedNeedsError(MAX_NEEDS);
  for (const [needId, { outcome, priority, reason }] of byNeed) {
    if (outcome === 'CANDIDATE' && !priority) throw new PriorityMissingError(needId);
    if (outcome === 'DECLINED' && !reason?.trim()) throw new DeclineReasonMissingError(needId);
  }
  return byNeed;
}

function concludeOne(
  need: Need,
  { outcome, priority }: NeedOutcomeInput,
  { discussionId, discussed, reasons }: Concluding,
  at: Date,
): TakenNeedStep | null {
  if (outcome === 'KEPT') {
    need.keepOpen(discussed);
    return null;
  }
  if (outcome === 'DECLINED') {
    need.decline(discussed, at);
    return { name: 'decline', extra: { discussionId }, sealed: reasons.get(need.id) ?? {} };
  }
  if (!priority) throw new PriorityMissingError(need.id);
  need.listAsCandidate(priority, discussed, at);
  return { name: 'listAsCandidate', extra: { discussionId, priority } };
}
