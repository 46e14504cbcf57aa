import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { GrantRevoked, GridDefined } from '@lianxin/contracts';
import {
  ConsumerRunner,
  EventConsumer,
  NotYetKnownError,
  on,
  ParkedMessages,
  Relay,
} from '../../src/index.js';
import type { Delivery, EventTransport, OutgoingMessage, ParkedMessage } from '../../src/index.js';
import { ACTOR, aMessage } from '../journal.fixture.js';
import type { JournalFixture } from '../journal.fixture.js';

export const TOPICS = [GrantRevoked.topic, GridDefined.topic] as const;
const PRODUCER = 'grid-registry';

/** Notes every event it applies under its own name, and can be told to fail on one. */
export class EffectConsumer extends EventConsumer {
  readonly handlers = [
    on(GrantRevoked, (delivery) => this.apply(delivery)),
    on(GridDefined, (delivery) => this.apply(delivery)),
  ];
  readonly unknown = new Set<string>();
  readonly broken = new Set<string>();

  constructor(readonly name = `journal.effects-${randomUUID()}`) {
    super();
  }

  private async apply({ tx, event }: Delivery<unknown>): Promise<void> {
    await tx.query(`INSERT INTO effect (aggregate_id, sequence) VALUES ($1, $2)`, [
      `${this.name}/${event.subject}`,
      event.sequence,
    ]);
    if (this.unknown.has(event.subject)) throw new NotYetKnownError('area 361104111999');
    if (this.broken.has(event.subject)) throw new Error('broken');
  }
}

/** The parts of one process that send or take events, over a real database. */
export class TestedService {
  readonly parked: ParkedMessages;
  private readonly stops: (() => Promise<void>)[] = [];

  constructor(
    private readonly fixture: JournalFixture,
    readonly consumer = new EffectConsumer(),
  ) {
    this.parked = new ParkedMessages(fixture.dataSource);
  }

  async consume(transport: EventTransport): Promise<ConsumerRunner> {
    const { database, clock } = this.fixture;
    const { consumer, parked } = this;
    const runner = new ConsumerRunner(consumer, { database, clock, parked, transport });
    await runner.start();
    this.stops.push(() => runner.stop());
    return runner;
  }

  relay(transport: EventTransport): Relay {
    const databaseUrl = this.fixture.testDatabase.applicationUrl;
    const relay = new Relay({ service: PRODUCER, databaseUrl }, transport);
    this.stops.push(() => relay.stop());
    return relay;
  }

  /** A command of the producer: one more fact of this aggregate. */
  async act(aggregateId: string): Promise<void> {
    const { database, journal } = this.fixture;
    await database.write(ACTOR, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [aggregateId]);
      await journal.record(tx, ACTOR, {
        event: GrantRevoked,
        aggregateId,
        areaCode: '361104111001',
        data: { grantId: aggregateId, subject: aggregateId, revokedAt: '2026-03-02T02:00:00.000Z' },
        grant: { id: randomUUID(), role: Role.SYSTEM, areaCode: '', departmentId: null },
      });
    });
  }

  /** The sequences that had their effect, in the order in which they had it. */
  async applied(aggregateId: string): Promise<number[]> {
    const rows = await this.fixture.sql<{ sequence: number }>(
      `SELECT sequence FROM effect WHERE aggregate_id = $1 ORDER BY ordinal`,
      [`${this.consumer.name}/${aggregateId}`],
    );
    return rows.map(({ sequence }) => sequence);
  }

  /** What is set aside of this key, oldest first. */
  async aside(key: string): Promise<ParkedMessage[]> {
    const rows = await this.fixture.sql<{ id: number }>(
      `SELECT id::int AS id FROM inbox_parked WHERE consumer = $1 AND key = $2`,
      [this.consumer.name, key],
    );
    const ids = new Set(rows.map(({ id }) => id));
    return (await this.parked.list(10_000)).filter(({ id }) => ids.has(id));
  }

  /** Replays or discards the one message of this key that a person has to look at. */
  async settle(key: string, how: 'replay' | 'discard'): Promise<void> {
    const [fault] = (await this.aside(key)).filter(({ state }) => state === 'parked');
    if (!fault) throw new Error('Nothing of this key is parked');
    await this.parked[how](fault.id, this.fixture.clock.now());
  }

  /** Lets time go by until the first message of this key that is set aside is given up. */
  async exhaust(key: string, runner: ConsumerRunner): Promise<void> {
    for (let hope = 50; hope > 0 && (await this.aside(key))[0]?.state !== 'parked'; hope -= 1)
      await this.passTime(20, runner);
  }

  async passTime(minutes: number, runner: ConsumerRunner): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      this.fixture.clock.advance({ minutes: 1 });
      await runner.retryDue();
    }
  }

  /** The relay and the consumers, as on SIGTERM. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
  }
}

/** The sequences of this aggregate's events among messages, as they came. */
export const sequencesOf = (messages: readonly OutgoingMessage[], aggregateId: string): number[] =>
  messages
    .filter(({ key }) => key === aggregateId)
    .map(({ value }) => (JSON.parse(value) as { sequence: number }).sequence);

/** The event of this place, as its producer would send it. */
export function anEvent(
  aggregateId: string,
  sequence: number,
  over: { envelope?: Record<string, unknown>; message?: Partial<OutgoingMessage> } = {},
): OutgoingMessage {
  const { topic, key, value } = aMessage(aggregateId, sequence, over);
  return { topic, key, value };
}
