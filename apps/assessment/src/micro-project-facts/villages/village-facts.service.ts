import type {
  EventEnvelope,
  NeedsDiscussed,
  NeedSubmitted,
  PlanApproved,
  SpecialAuditReported,
} from '@lianxin/contracts';
import { shanghaiDayStart, shanghaiYear } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { CountedVillages, villageOf } from '../../villages/counted-villages.js';
import type { Village } from '../../villages/counted-villages.js';
import { addApprovals, addParticipations, meetDuties } from './village-facts.queries.js';
import type { MetDuty, Participation, PlanApproval } from './village-facts.queries.js';

type Told<Definition extends { schema: z.ZodType }> = EventEnvelope<z.infer<Definition['schema']>>;

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** Keeps what villages do beside their projects: needs, discussions, plans and audits. Other areas' count nowhere. */
@Injectable()
export class VillageFactsService {
  constructor(private readonly villages: CountedVillages) {}

  /** A need that is collected asks the village to discuss it (S0-08, S0-09). @throws NotYetKnownError */
  async recordNeeds(tx: EntityManager, events: readonly Told<typeof NeedSubmitted>[]): Promise<void> {
    const told = await this.inVillages(tx, events);
    await addParticipations(
      tx,
      told.map(({ village, data }) => beginning(village, new Date(data.at))),
    );
  }

  /** A discussion meets the month of its day, from when it was both held and told (S0-09). @throws NotYetKnownError */
  async recordDiscussions(tx: EntityManager, events: readonly Told<typeof NeedsDiscussed>[]): Promise<void> {
    const duties = (await this.inVillages(tx, events)).map(({ village, subject, data }): MetDuty => {
      const { heldOn, at } = data;
      const [year, month] = heldOn.split('-').map(Number) as [number, number, number];
      const since = later(new Date(at), shanghaiDayStart(heldOn));
      return {
        ...{ village, year, part: 'DISCUSSED_MONTHLY', ordinal: month },
        ...{ since, sourceId: subject, happenedOn: heldOn },
      };
    });
    await addParticipations(
      tx,
      duties.map(({ village, year, since }) => ({ village, fromYear: year, since })),
    );
    await meetDuties(tx, duties);
  }

  /** A later approval takes the place of the one before (S0-04, S0-05). @throws NotYetKnownError */
  async recordApprovals(tx: EntityManager, events: readonly Told<typeof PlanApproved>[]): Promise<void> {
    const approvals = (await this.inVillages(tx, events)).map(
      ({ village, subject, sequence, data }): PlanApproval => ({
        ...{ planId: subject, sequence, village, year: data.year, approvedAt: new Date(data.at) },
        itemIds: [...new Set(data.items.map(({ itemId }) => itemId))],
      }),
    );
    await addParticipations(
      tx,
      approvals.map(({ village, year, approvedAt }) => ({ village, fromYear: year, since: approvedAt })),
    );
    await addApprovals(tx, approvals);
  }

  /** A special audit meets the year's duty of each village that it covered (S0-25). @throws NotYetKnownError */
  async recordAudits(tx: EntityManager, events: readonly Told<typeof SpecialAuditReported>[]): Promise<void> {
    const covered = events.flatMap((event) =>
      event.data.villageCodes.map((villageCode) => ({ ...event, data: { ...event.data, villageCode } })),
    );
    const duties = (await this.inVillages(tx, covered)).map(({ village, subject, data }): MetDuty => {
      const { year, at, reportedOn } = data;
      return {
        ...{ village, year, part: 'SPECIAL_AUDIT', ordinal: 1 },
        ...{ since: new Date(at), sourceId: subject, happenedOn: reportedOn },
      };
    });
    await meetDuties(tx, duties);
  }

  private async inVillages<Event extends EventEnvelope<{ readonly villageCode: string }>>(
    tx: EntityManager,
    events: readonly Event[],
  ): Promise<(Event & { readonly village: Village })[]> {
    const counted = events.filter(({ data }) => this.villages.includes(data.villageCode));
    const villages = await this.villages.find(
      tx,
      counted.map(({ data }) => data.villageCode),
    );
    return counted.map((event) => ({ ...event, village: villageOf(event.data.villageCode, villages) }));
  }
}

const beginning = (village: Village, at: Date): Participation => ({
  village,
  fromYear: shanghaiYear(at),
  since: at,
});
