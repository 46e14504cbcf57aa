import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { EmbeddedLogTransport, migrateEventLog } from '../src/index.js';
import { numbered, Reader, until, upTo } from './transport-contract/reader.js';

const TOPIC = 'journal.thing';
const GROUP = 'journal.reader';
const PASSWORD = 'test';

/** What the embedded log promises besides what every transport does (transport-contract). */
describe('the embedded log', () => {
  /** Of services that no other test knows, because roles belong to the whole cluster. */
  const suffix = randomUUID().slice(0, 8);
  const [own, other] = [`own-${suffix}`, `other-${suffix}`];
  let database: TestDatabase;
  let transports: EmbeddedLogTransport[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase('event_log', migrateEventLog);
    for (const service of [own, other])
      await sql(`CREATE ROLE ${roleOf(service)} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${PASSWORD}'`);
    await migrateEventLog(database.ownerUrl);
  });
  beforeEach(() => sql('TRUNCATE topic, message, consumer_offset'));
  afterEach(async () => {
    await Promise.all(transports.map((transport) => transport.close()));
    transports = [];
  });
  afterAll(async () => {
    for (const service of [own, other]) {
      await sql(`DROP OWNED BY ${roleOf(service)}`);
      await sql(`DROP ROLE ${roleOf(service)}`);
    }
    await database.drop();
  });

  const open = (url = database.applicationUrl): EmbeddedLogTransport => {
    const transport = new EmbeddedLogTransport(url);
    transports.push(transport);
    return transport;
  };
  const sql = <Row>(statement: string, url = database.superuserUrl): Promise<Row[]> =>
    asSuperuser(url, async (client) => (await client.query(statement)).rows as Row[]);
  const roleOf = (service: string): string => `event_log_${service.replaceAll('-', '_')}`;
  /** As the process of that service signs in. */
  const as = (service: string): string => {
    const url = new URL(database.superuserUrl);
    url.username = roleOf(service);
    url.password = PASSWORD;
    return url.href;
  };
  const offsets = (): Promise<unknown[]> =>
    sql(`SELECT consumer_group, topic, "offset"::int AS "offset" FROM consumer_offset ORDER BY 1, 2`);

  it('numbers the messages of a topic without a gap, in the order of commit', async () => {
    const [one, two] = [open(), open()];
    await Promise.all(
      upTo(30).map((number) => (Number(number) % 2 ? one : two).send(numbered(TOPIC, number, 1, 3))),
    );
    const stored = await sql<{ offset: number }>(`SELECT "offset"::int AS "offset" FROM message ORDER BY 1`);
    expect(stored.map(({ offset }) => String(offset))).toEqual(upTo(90));
  });

  it('lets one member of a group read at a time, and the next take over', async () => {
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [open(), open()];
    await one.subscribe({ group: GROUP, topics: [TOPIC], onBatch: first.onBatch });
    await one.send(numbered(TOPIC, 'a', 1, 5));
    await until(() => first.messages.length === 5);
    await two.subscribe({ group: GROUP, topics: [TOPIC], onBatch: second.onBatch });
    await one.send(numbered(TOPIC, 'a', 6, 5));
    await until(() => first.messages.length === 10);
    expect(second.messages).toEqual([]);
    await one.close();
    await two.send(numbered(TOPIC, 'a', 11, 5));
    await until(() => second.messages.length === 5);
    expect(second.valuesOf('a')).toEqual(['11', '12', '13', '14', '15']);
  });

  it('reads on after the connection of a member was terminated, with nothing lost', async () => {
    const reader = new Reader();
    const transport = open();
    await transport.subscribe({ group: GROUP, topics: [TOPIC], onBatch: reader.onBatch });
    await transport.send(numbered(TOPIC, 'a', 1, 5));
    await until(() => reader.messages.length === 5);
    await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${GROUP}'`);
    await transport.send(numbered(TOPIC, 'a', 6, 5));
    await until(() => reader.distinct('a').length === 10);
    expect(reader.distinct('a')).toEqual(upTo(10));
  });

  it('goes on where another member left when its turn comes again', async () => {
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [open(), open()];
    await one.subscribe({ group: GROUP, topics: [TOPIC], onBatch: first.onBatch });
    await one.send(numbered(TOPIC, 'a', 1, 5));
    await until(() => first.messages.length === 5);
    const letThrough = first.hold();
    await one.send(numbered(TOPIC, 'a', 6, 1));
    await until(() => first.concurrency === 1);
    await two.subscribe({ group: GROUP, topics: [TOPIC], onBatch: second.onBatch });
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity a
        WHERE application_name = '${GROUP}' AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory')`,
    );
    await two.send(numbered(TOPIC, 'a', 7, 3));
    await until(() => second.messages.length === 4);
    letThrough();
    await until(async () => (await one.lag(GROUP, [TOPIC]))[0]?.lag === 0);
    await two.close();
    await one.send(numbered(TOPIC, 'a', 10, 1));
    await until(() => first.valuesOf('a').includes('10'));
    expect(second.valuesOf('a')).toEqual(['6', '7', '8', '9']);
    expect(first.valuesOf('a')).toEqual([...upTo(6), '10']);
  });

  it('carries all of a sending or nothing', async () => {
    const transport = open();
    const broken = { topic: 'journal.other', key: 'a', value: 'no\u0000text' };
    await expect(transport.send([...numbered(TOPIC, 'a', 1, 2), broken])).rejects.toThrow();
    await transport.send(numbered(TOPIC, 'a', 1, 2));
    expect(await sql(`SELECT count(*)::int AS stored, max("offset")::int AS last FROM message`)).toEqual([
      { stored: 2, last: 2 },
    ]);
  });

  it('can be read and added to by its application, and not rewritten', async () => {
    await open().send(numbered(TOPIC, 'a', 1, 1));
    for (const url of [database.applicationUrl, as(own)])
      for (const statement of [`UPDATE message SET value = ''`, 'DELETE FROM message', 'TRUNCATE message'])
        await expect(sql(statement, url)).rejects.toThrow('permission denied');
  });

  it('takes nothing larger than a broker would, from whoever writes', async () => {
    const add = (key: string, bytes: number): Promise<unknown> =>
      sql(
        `INSERT INTO message (topic, "offset", key, value) VALUES ('${own}.thing', 1, '${key}', repeat('x', ${bytes}))`,
        as(own),
      );
    await expect(add('k', 1_048_577)).rejects.toThrow('message_size_check');
    await expect(add('k'.repeat(201), 1)).rejects.toThrow('message_size_check');
    await add('k', 1_048_576);
  });

  describe('signed in to as one service', () => {
    it('carries that service’s events to another, each at its own place', async () => {
      const reader = new Reader();
      const [producing, consuming] = [open(as(own)), open(as(other))];
      const group = `${other}.reader`;
      await consuming.subscribe({ group, topics: [`${own}.thing`], onBatch: reader.onBatch });
      await producing.send(numbered(`${own}.thing`, 'a', 1, 3));
      await until(() => reader.messages.length === 3);
      await until(async () => (await consuming.lag(group, [`${own}.thing`]))[0]?.lag === 0);
      expect(await offsets()).toEqual([{ consumer_group: group, topic: `${own}.thing`, offset: 3 }]);
    });

    it('forges no event of another service, nor one whose name begins alike', async () => {
      for (const topic of [`${other}.thing`, `${own}-too.thing`, own, 'grid-registry.grant']) {
        await expect(open(as(own)).send(numbered(topic, 'a', 1, 1))).rejects.toThrow('row-level security');
        const direct = `INSERT INTO message (topic, "offset", key, value) VALUES ('${topic}', 1, 'a', '1')`;
        await expect(sql(direct, as(own))).rejects.toThrow('row-level security');
      }
      expect(await sql(`SELECT * FROM message`)).toEqual([]);
    });

    it('moves no other service’s head or offset, forwards or back', async () => {
      await open(as(other)).send(numbered(`${other}.thing`, 'a', 1, 3));
      await sql(`INSERT INTO consumer_offset VALUES ('${other}.reader', '${other}.thing', 2)`);
      await sql(`UPDATE topic SET head = 0`, as(own));
      await sql(`UPDATE consumer_offset SET "offset" = 0`, as(own));
      await expect(
        sql(`INSERT INTO consumer_offset VALUES ('${other}.second', '${other}.thing', 3)`, as(own)),
      ).rejects.toThrow('row-level security');
      await expect(
        sql(
          `INSERT INTO consumer_offset VALUES ('${other}.reader', '${other}.thing', 0)
           ON CONFLICT (consumer_group, topic) DO UPDATE SET "offset" = 0`,
          as(own),
        ),
      ).rejects.toThrow('row-level security');
      expect(await sql(`SELECT head::int AS head FROM topic`)).toEqual([{ head: 3 }]);
      expect(await offsets()).toEqual([
        { consumer_group: `${other}.reader`, topic: `${other}.thing`, offset: 2 },
      ]);
    });

    it('takes no other role, and loses no right when the log is migrated again', async () => {
      for (const role of ['event_log_app', 'event_log_owner', roleOf(other)])
        await expect(sql(`SET ROLE ${role}`, as(own))).rejects.toThrow('permission denied');
      await migrateEventLog(database.ownerUrl);
      await open(as(own)).send(numbered(`${own}.thing`, 'a', 1, 1));
      await expect(open(as(own)).send(numbered(`${other}.thing`, 'a', 1, 1))).rejects.toThrow();
    });
  });
});
