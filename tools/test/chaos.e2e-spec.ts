import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { locateJava } from '@lianxin/embedded-kafka';
import { randomInt } from 'node:crypto';
import { databaseOf, withClient } from '../src/bench/database.js';
import { Campaign, type CampaignOptions } from '../src/chaos/campaign.js';
import type { Struck } from '../src/chaos/faults/attack.js';
import type { Healed } from '../src/chaos/healing.js';
import type { Finding } from '../src/chaos/oracle/findings.js';
import { judgeRecords } from '../src/chaos/oracle/judge.js';
import { compareWithRecomputed } from '../src/chaos/oracle/projections/recomputation.js';
import { freeBase } from './free-base.js';

const limitMs = 400_000;
const kills = 2;

const optionsOf = async (transport: CampaignOptions['transport']): Promise<CampaignOptions> => {
  const seed = randomInt(2 ** 32);
  process.stderr.write(`chaos on ${transport}: seed ${seed}\n`);
  return {
    // Durable, as in earnest: what a killed PostgreSQL forgets otherwise is found to be lost, and rightly.
    ...{ transport, kills, seed, clients: 3, fillDisk: false },
    port: await freeBase(),
    say: (line) => said.push(line),
  };
};
const said: string[] = [];

const javaIsThere = (): boolean => {
  try {
    return locateJava() !== '';
  } catch {
    return false;
  }
};
const brokerIsThere = process.env['LIANXIN_TEST_KAFKA'] !== undefined && javaIsThere();

/**
 * A run of all tests takes a campaign on the embedded log or a bench, drawn anew each time. One on Kafka takes two minutes: it is a
 * part of `npm run test:kafka`, which names it in CAMPAIGNS (`embedded`, `kafka` or `all`).
 */
const possible: readonly CampaignOptions['transport'][] = [
  'embedded',
  ...(brokerIsThere ? ['kafka' as const] : []),
];
const { CAMPAIGNS, LIANXIN_TEST_DRAW = 'chaos' } = process.env;
const wanted = CAMPAIGNS ?? (LIANXIN_TEST_DRAW === 'chaos' ? 'embedded' : 'none');
const drawn = possible.filter((transport) => wanted === 'all' || transport === wanted);

// One of the two is empty, and jest refuses a table without rows.
if (drawn.length === 0)
  it.skip('a campaign of faults: this run drew a bench instead, or has no broker', () => undefined);
else
  describe.each(drawn)('a short campaign of faults on %s', (transport) => {
    let campaign: Campaign;
    let struck: Struck;
    let healed: Healed;
    let findings: Finding[];

    beforeAll(async () => {
      campaign = await Campaign.start(await optionsOf(transport));
      struck = await campaign.attack();
      healed = await campaign.heal();
      findings = await campaign.judge();
    }, limitMs);
    afterAll(async () => {
      await campaign.close(findings.length === 0);
    }, limitMs);

    it('finds nothing lost, doubled, out of order or wrong', () => {
      const { stuck, missed } = struck;
      expect({ said, stuck, missed, findings: [...healed.findings, ...findings] }).toEqual({
        said: expect.any(Array),
        stuck: [],
        missed: [],
        findings: [],
      });
      expect(struck.kills).toBe(kills);
      expect(struck.recoveries.length).toBeGreaterThan(0);
      for (const { frames } of campaign.load.watchers) expect(frames.length).toBeGreaterThan(0);
    });

    /** Plants something in a database and takes it back, whatever the oracle says of it. */
    async function planted<T>(
      database: string,
      [plant, undo]: [string, string],
      look: () => Promise<T>,
    ): Promise<T> {
      const url = databaseOf(campaign.ground.platform.superuserUrl, database);
      const run = (sql: string): Promise<unknown> =>
        withClient(url, (client) => client.query(`SET session_replication_role = replica; ${sql}`));
      await run(plant);
      try {
        return await look();
      } finally {
        await run(undo);
      }
    }

    const kindsOf = async (looking: Promise<Finding[]>): Promise<string[]> => [
      ...new Set((await looking).map(({ kind }) => kind)),
    ];
    const records = (): Promise<string[]> => kindsOf(judgeRecords(campaign.case));
    const last = `(SELECT id FROM journal_entry j JOIN journal_position p ON p.entry_id = j.id
    WHERE j.aggregate_type = 'grid-event' ORDER BY p.position DESC LIMIT 1)`;
    const keep = (where: string): string =>
      `CREATE TABLE kept AS SELECT * FROM journal_entry WHERE ${where};`;
    const putBack = `INSERT INTO journal_entry SELECT * FROM kept; DROP TABLE kept;`;

    it(
      'would find an entry that is gone',
      async () => {
        const plant = `${keep(`id = ${last}`)} DELETE FROM journal_entry WHERE id IN (SELECT id FROM kept);`;
        expect(await planted('grid_registry', [plant, putBack], records)).toContain('lost');
      },
      limitMs,
    );

    it(
      'would find an entry that is there twice',
      async () => {
        const plant = `${keep(`id = ${last}`)} UPDATE kept SET id = gen_random_uuid(), sequence = sequence + 1;
        INSERT INTO journal_entry SELECT * FROM kept;`;
        const undo = `DELETE FROM journal_entry WHERE id IN (SELECT id FROM kept); DROP TABLE kept;`;
        expect(await planted('grid_registry', [plant, undo], records)).toContain('doubled');
      },
      limitMs,
    );

    it(
      'would find a tally that is one too many',
      async () => {
        const change = (sign: string): string =>
          `UPDATE grid_event_tally SET reported = reported ${sign} 1
          WHERE (area_id, month) IN (SELECT area_id, month FROM grid_event_tally ORDER BY 1, 2 LIMIT 1);`;
        expect(await planted('grid_registry', [change('+'), change('-')], records)).toEqual(['projection']);
      },
      limitMs,
    );

    it(
      'would find a projection that is other than its recomputation',
      async () => {
        const change = (sign: string): string =>
          `UPDATE indicator_tally SET denominator = denominator ${sign} 1;`;
        const { superuserUrl } = campaign.ground.platform;
        const look = (): Promise<string[]> => kindsOf(compareWithRecomputed(superuserUrl, new Set()));
        expect(await planted('assessment', [change('+'), change('-')], look)).toEqual(['projection']);
      },
      limitMs,
    );

    (transport === 'embedded' ? it : it.skip)(
      'would find two messages of the log in each other’s place',
      async () => {
        const swap = `
        WITH pair AS (
          SELECT topic, key, min("offset") AS one, max("offset") AS other FROM message
           WHERE topic = 'grid-registry.grid-event' GROUP BY topic, key HAVING count(DISTINCT value) > 1 LIMIT 1)
        UPDATE message m SET value = o.value FROM pair p, message o
         WHERE m.topic = p.topic AND o.topic = p.topic AND m.key = p.key
           AND (m."offset", o."offset") IN ((p.one, p.other), (p.other, p.one));`;
        expect(await planted('event_log', [swap, swap], records)).toContain('disordered');
      },
      limitMs,
    );

    it(
      'finds nothing again once all of that is taken back',
      async () => expect(await records()).toEqual([]),
      limitMs,
    );
  });
