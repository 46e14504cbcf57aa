import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { FollowUpSampleDrawn, FollowUpSpotChecked } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { shanghaiDay } from '@lianxin/policy';
import { checkUuid, Clock, digestOfPopulation, draw, newSeed, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreasService } from '../areas/areas.service.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { ScoredBodies } from '../grid-event-commands/scored-bodies.js';
import { hasFollowedUp } from '../grid-event-follow-ups/follow-ups.queries.js';
import { checkPeriod } from '../grid-event-views/period.js';
import type { Period } from '../grid-event-views/period.js';
import { FollowUpAnswerError } from '../grid-events/errors/grid-event.errors.js';
import { PoliciesService } from '../policies/policies.service.js';
import {
  AlreadySpotCheckedError,
  SamplePeriodOpenError,
  SamplePopulationTooLargeError,
  SampleSizeError,
  SpotCheckByFollowerError,
} from './follow-up-sample.errors.js';
import type { DrawFollowUpSampleInput, RecordFollowUpSpotCheckInput } from './follow-up-sample.inputs.js';
import type { FollowUpSampleModel, SampledFollowUpModel } from './follow-up-sample.model.js';
import {
  differs,
  findClosed,
  findSample,
  findSamplesIn,
  insertSample,
  LARGEST_POPULATION,
  recordCheck,
  sampledOf,
} from './follow-up-samples.queries.js';

/** S1-28: follow-ups are checked by a sample that anybody with the same records can draw again. */
@Injectable()
export class FollowUpSamplesService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreasService,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly policies: PoliciesService,
    private readonly scored: ScoredBodies,
    private readonly steps: GridEventSteps,
  ) {}

  /** @throws PeriodMalformedError, SamplePeriodOpenError, SampleSizeError, SamplePopulationTooLargeError */
  async drawFollowUpSample(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: DrawFollowUpSampleInput,
  ): Promise<FollowUpSampleModel> {
    const { code: areaCode } = await this.areas.getArea(tx, input.areaCode);
    const grant = this.access.require(actor, 'draw', 'FollowUpSample', { areaCode });
    const period = this.checkInput(areaCode, input);
    const seed = newSeed();
    const closed = await findClosed(tx, { areaCode, ...period });
    if (closed.length > LARGEST_POPULATION) throw new SamplePopulationTooLargeError(LARGEST_POPULATION);
    const population = new Map(closed.map((each) => [each.id, each]));
    const ids = [...population.keys()];
    const gridEventIds = draw(ids, seed, input.size);
    const at = this.clock.now();
    const populationDigest = digestOfPopulation(ids);
    const counted = { populationCount: ids.length, populationDigest };
    const sample = { id, areaCode, ...period, seed, size: input.size, ...counted };
    const stored = { ...sample, drawnRole: grant.role, drawnAt: at };
    const drawn = gridEventIds.flatMap((each) => population.get(each) ?? []);
    await insertSample(tx, stored, drawn);
    const data = { sampleId: id, areaCode, ...period, seed, ...counted, gridEventIds, at: at.toISOString() };
    const fact = { event: FollowUpSampleDrawn, aggregateId: id, areaCode, grant, data, isFirst: true };
    await this.journal.record(tx, actor, fact);
    return stored;
  }

  /** @throws FollowUpAnswerError, FollowUpByPartyError, SpotCheckByFollowerError, AlreadySpotCheckedError */
  async recordFollowUpSpotCheck(
    tx: EntityManager,
    actor: Actor,
    input: RecordFollowUpSpotCheckInput,
  ): Promise<FollowUpSampleModel> {
    const sampleId = checkUuid(input.sampleId, 'sampleId');
    const sample = await this.getSample(tx, actor, sampleId, 'FOR UPDATE');
    const { areaCode } = sample;
    const grant = this.access.require(actor, 'check', 'FollowUpSample', { areaCode });
    const event = await this.steps.get(tx, actor, input.gridEventId);
    const sampled = await this.getSampled(tx, sampleId, event.id);
    await this.scored.assertUnscored(tx, actor, event);
    if (await hasFollowedUp(tx, event.id, actor.subject)) throw new SpotCheckByFollowerError();
    const answers = checkedAnswers(input);
    const at = this.clock.now();
    const check = { ...answers, checkerId: actor.subject, role: grant.role, at };
    const place = { sampleId, gridEventId: event.id };
    if (!(await recordCheck(tx, place, check))) throw new AlreadySpotCheckedError();
    const isDifferent = differs(sampled.original, answers);
    const data = { ...place, isReached: answers.isReached, isDifferent, at: at.toISOString() };
    const fact = { event: FollowUpSpotChecked, aggregateId: sampleId, areaCode, grant, data };
    await this.journal.record(tx, actor, fact);
    return sample;
  }

  /** @throws NotFoundError also for what one may not see */
  async getSample(
    tx: EntityManager,
    actor: Actor,
    id: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<FollowUpSampleModel> {
    const sample = await findSample(tx, checkUuid(id, 'id'), lock);
    if (!sample || !this.access.findGrant(actor, 'read', 'FollowUpSample', { areaCode: sample.areaCode }))
      throw new NotFoundError('FollowUpSample', id);
    return sample;
  }

  async findSamples(tx: EntityManager, actor: Actor, areaCode: string): Promise<FollowUpSampleModel[]> {
    const { code } = await this.areas.getArea(tx, areaCode);
    this.access.require(actor, 'read', 'FollowUpSample', { areaCode: code });
    return findSamplesIn(tx, code);
  }

  private async getSampled(
    tx: EntityManager,
    sampleId: string,
    gridEventId: string,
  ): Promise<SampledFollowUpModel> {
    const [all = []] = await sampledOf(tx, [sampleId]);
    const sampled = all.find((each) => each.gridEventId === gridEventId);
    if (!sampled) throw new NotFoundError('SampledFollowUp', gridEventId);
    return sampled;
  }

  private checkInput(areaCode: string, { from, to, size }: DrawFollowUpSampleInput): Period {
    const now = this.clock.now();
    const period = checkPeriod(from, to);
    const today = shanghaiDay(now);
    if (period.to > today) throw new SamplePeriodOpenError(today);
    const question = { areaCode, on: now };
    const { value: largest } = this.policies.book.valueAt('grid-event.follow-up-sample-size', question);
    if (size < 1 || size > largest) throw new SampleSizeError(largest);
    return period;
  }
}

function checkedAnswers({ isReached, isSolved = null, isSatisfied = null }: RecordFollowUpSpotCheckInput) {
  const given = [isSolved, isSatisfied].filter((answer) => answer !== null).length;
  if (given !== (isReached ? 2 : 0)) throw new FollowUpAnswerError();
  return { isReached, isSolved, isSatisfied };
}
