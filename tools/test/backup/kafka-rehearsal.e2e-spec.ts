import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantRevoked, type EventEnvelope } from '@lianxin/contracts';
import { whyNoKafka } from '@lianxin/embedded-kafka';
import { createKafka, KafkaTransport } from '@lianxin/journal';
import { Logger } from '@nestjs/common';
import { backupPlatform } from '../../src/backup/backup.js';
import { restorePlatform, type RestoreReport } from '../../src/backup/restore.js';
import { databasesAlone, SmallPlatform } from './small-platform.js';

const missing = whyNoKafka();
if (missing && process.env['REQUIRE_KAFKA'] === '1') throw new Error(missing);
const withKafka = missing ? describe.skip : describe;

const [kept, changed, phantom] = [randomUUID(), randomUUID(), randomUUID()];
const backups = mkdtempSync(join(tmpdir(), 'lianxin-kafka-backups-'));
const { topic } = GrantRevoked;
const limitMs = 240_000;
const readLimitMs = 30_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const factOf = ({ subject, sequence }: Pick<EventEnvelope, 'subject' | 'sequence'>) =>
  `${subject} ${sequence}`;

/** A broker of its own in the data directory, as `npm start -- --transport kafka` runs it: its topics are emptied. */
withKafka('a restore of a platform whose events travel through Kafka', () => {
  const platform = new SmallPlatform('kafka');
  let report: RestoreReport;
  let entriesAtMoment: string[];

  /** The message ids in the topic, as a consumer that was never there before gets them. */
  async function idsFromTheStart(count: number): Promise<string[]> {
    const transport = new KafkaTransport(platform.brokerAs('assessment'));
    const read: EventEnvelope[] = [];
    const deadline = Date.now() + readLimitMs;
    try {
      await transport.subscribe({
        ...{ group: `assessment.newcomer-${randomUUID()}`, topics: [topic] },
        onBatch: async (messages) =>
          void read.push(...messages.map(({ value }) => JSON.parse(value) as EventEnvelope)),
      });
      while (read.length < count && Date.now() < deadline) await pause(50);
    } finally {
      await transport.close();
    }
    return read.map(({ id }) => id);
  }

  /** Claims to be another service's, far ahead: no entry of anybody, and no witness of positions. */
  async function forge(): Promise<void> {
    const event = {
      ...{ specversion: '1.0', id: randomUUID(), source: '/lianxin/assessment', type: GrantRevoked.type },
      ...{ time: new Date().toISOString(), subject: phantom, datacontenttype: 'application/json' },
      ...{ sequence: 1, position: 99, areacode: '', correlationid: 'forged', data: {} },
    };
    const transport = new KafkaTransport(platform.brokerAs());
    await transport.send([{ topic, key: phantom, value: JSON.stringify(event) }]);
    await transport.close();
  }

  async function messagesInTopic(): Promise<number> {
    const admin = createKafka(platform.brokerAs()).admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
    return ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  }

  const entries = async (): Promise<string[]> =>
    (await platform.rows<{ id: string }>('grid_registry', 'SELECT id FROM journal_entry ORDER BY id')).map(
      ({ id }) => id,
    );
  const effects = async (): Promise<string[]> =>
    (await platform.effects())
      .map(({ aggregate_id: subject, sequence }) => factOf({ subject, sequence }))
      .sort();
  const facts = (...of: [subject: string, count: number][]): string[] =>
    of
      .flatMap(([subject, count]) =>
        Array.from({ length: count }, (_, index) => factOf({ subject, sequence: index + 1 })),
      )
      .sort();

  beforeAll(async () => {
    Logger.overrideLogger(false);
    await platform.start();
    await platform.record(kept, kept, changed);
    await platform.publish();
    await platform.consumeUntil(3);
    await platform.seal();
    const place = join(backups, 'first');
    await backupPlatform({ dataDir: platform.dataDir, to: place });
    await platform.record(kept, changed);
    await platform.publish();
    entriesAtMoment = await entries();
    await pause(50);
    const moment = new Date();
    await pause(50);
    await platform.record(changed, phantom);
    await platform.publish();
    await platform.consumeUntil(7);
    await platform.seal();
    await platform.record(phantom);
    await forge();
    await platform.stop();
    report = await restorePlatform({
      ...{ dataDir: platform.dataDir, from: place, toTime: moment, plan: databasesAlone },
    });
    await platform.start();
  }, limitMs);

  afterAll(async () => {
    await platform.remove();
    rmSync(backups, { recursive: true, force: true });
  }, limitMs);

  it('names every entry that was lost, published or not', async () => {
    expect(report.lost.counts).toEqual({ 'grid-registry': 3 });
    const lost = readFileSync(report.lost.file, 'utf8').trim().split('\n');
    const named = lost.map((line) => JSON.parse(line) as RestoreReport['lost']['first'][number]);
    const told = named.map(({ aggregateId, sequence, position, type }) => [
      type,
      aggregateId,
      sequence,
      position,
    ]);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        [GrantRevoked.type, changed, 3, 6],
        [GrantRevoked.type, phantom, 1, 7],
        [GrantRevoked.type, phantom, 2, null],
      ]),
    );
    expect(await entries()).toEqual(entriesAtMoment);
  });

  it('empties the topics', async () => {
    expect(report).toMatchObject({ transport: 'kafka', messagesRemoved: 8 });
    expect(await messagesInTopic()).toBe(0);
  });

  it('moves positions past everything that was ever used, and finds the journal intact', () => {
    expect(report.positions).toContainEqual({
      ...{ service: 'grid-registry', restored: 5, used: 7, isCertain: true, sealsCopiedBack: 1 },
    });
    expect(report.positions).toContainEqual(
      expect.objectContaining({ service: 'assessment', restored: 0, used: 0 }),
    );
    expect(report.verdicts.map(({ isIntact }) => isIntact)).toEqual([true, true, true]);
  });

  it('lets the consumer end with exactly the restored history, sent once more', async () => {
    await platform.publish();
    expect(await messagesInTopic()).toBe(entriesAtMoment.length);
    expect((await idsFromTheStart(entriesAtMoment.length)).sort()).toEqual(entriesAtMoment);
    await platform.consumeUntil(5);
    expect(await effects()).toEqual(facts([kept, 3], [changed, 2]));
  });

  it('goes on where the lost entries were, with other positions and no phantom', async () => {
    await platform.record(changed, phantom);
    await platform.publish();
    expect((await platform.positions()).map(({ position }) => Number(position))).toEqual([
      1, 2, 3, 4, 5, 8, 9,
    ]);
    await platform.consumeUntil(7);
    expect(await effects()).toEqual(facts([kept, 3], [changed, 3], [phantom, 1]));
    const lost = new Set(report.lost.first.map(({ id }) => id));
    const ids = await idsFromTheStart(7);
    expect(ids.filter((id) => lost.has(id))).toEqual([]);
    expect(ids.sort()).toEqual(await entries());
    const parked = await platform.rows('assessment', 'SELECT 1 FROM inbox_parked');
    expect(parked).toEqual([]);
  });
});
