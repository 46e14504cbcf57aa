import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asSuperuser } from '@lianxin/testing';
import { inboxDdl, inboxReasonsDdl } from '../src/index.js';
import { JournalFixture } from './journal.fixture.js';

const REASONS: [string, string][] = [
  ['not a CloudEvent of this platform: value invalid_type', 'UNPARSABLE'],
  ['unknown event type grid-registry.Nothing.v1', 'UNKNOWN_TYPE'],
  ['grid-registry.GrantRevoked.v1 does not belong on grid-registry.area', 'WRONG_TOPIC'],
  ['the message key is not the aggregate of the event', 'WRONG_KEY'],
  ['payload does not match grid-registry.GrantRevoked.v1: revokedAt invalid_type', 'SCHEMA_MISMATCH'],
  ['sequence 2 of an aggregate was already taken by another event', 'SEQUENCE_TAKEN'],
  ['the event before an aggregate#2 is not known here yet', 'PREDECESSOR_MISSING'],
  ['area 361104111999 is not known here yet', 'NOT_YET_KNOWN'],
  ['TypeError', 'FAILED'],
];

let fixture: JournalFixture;

beforeAll(async () => {
  fixture = await JournalFixture.start();
});
afterAll(() => fixture.stop());

it('keeps places and messages set aside when an inbox of the first version is upgraded', async () => {
  const [event, other] = [randomUUID(), randomUUID()];
  await asSuperuser(fixture.testDatabase.superuserUrl, async (client) => {
    await client.query('CREATE SCHEMA older');
    await client.query('SET search_path = older');
    for (const statement of inboxDdl('journal_app')) await client.query(statement);
    await client.query(
      `INSERT INTO inbox_sequence VALUES ('journal.one', 'a', 3, $1), ('journal.two', 'b', 5, $2), ('journal.gone', 'c', 1, $1)`,
      [event, other],
    );
    for (const [reason] of REASONS)
      await client.query(
        `INSERT INTO inbox_parked (consumer, topic, key, value, reason, state) VALUES ('journal.one', 't', 'a', '{}', $1, 'parked')`,
        [reason],
      );
    const topics = { 'journal.one': ['x.thing'], 'journal.two': ['x.thing', 'y.thing'] };
    for (const statement of inboxReasonsDdl('journal_app', topics)) await client.query(statement);
    const places = await client.query('SELECT * FROM inbox_sequence ORDER BY consumer, topic');
    expect(places.rows).toEqual([
      { consumer: 'journal.one', topic: 'x.thing', aggregate_id: 'a', sequence: 3, event_ids: [event] },
      { consumer: 'journal.two', topic: 'x.thing', aggregate_id: 'b', sequence: 5, event_ids: [other] },
      { consumer: 'journal.two', topic: 'y.thing', aggregate_id: 'b', sequence: 5, event_ids: [other] },
    ]);
    const parked = await client.query<{ reason_code: string }>(
      'SELECT reason_code FROM inbox_parked ORDER BY id',
    );
    expect(parked.rows.map((row) => row.reason_code)).toEqual(REASONS.map(([, code]) => code));
  });
});
