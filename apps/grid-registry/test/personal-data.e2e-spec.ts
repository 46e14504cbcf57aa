import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Role } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, STEPS, take } from './grid-event.builder.js';
import request from 'supertest';
import type { EventAnswer, StepName } from './grid-event.builder.js';
import { GRID, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { historyEntryId field words } }`;
const DISCLOSURES = `{ myDisclosures(first: 100) { edges { node { gridEventId role purpose disclosedAt } } } }`;

const REPORTED = { text: '独居老人李某家漏雨', place: '三组12号后院' };
const SAID = { ...REPORTED, note: '已请瓦工上门' };

interface Words {
  readonly answer: readonly {
    readonly historyEntryId: string;
    readonly field: string;
    readonly words: string | null;
  }[];
}
interface Disclosures {
  readonly myDisclosures: { readonly edges: readonly { readonly node: { readonly gridEventId: string } }[] };
}

/** A state in which there is work for each purpose. */
const OPEN_IN = {
  HANDLING: 'UNDER_WAY',
  VERIFICATION: 'REPORTED_DONE',
  RESULT_NOTIFICATION: 'VERIFIED',
  FOLLOW_UP: 'CLOSED',
  AUDIT: 'CLOSED',
  OWN: 'CLOSED',
};

describe('what people typed about a grid event', () => {
  let place: Place;
  const printed: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
    }
    place = await startGridRegistry();
  });
  afterAll(async () => {
    await place.service.stop();
    jest.restoreAllMocks();
  });

  const reveal = async (who: TestClient, event: EventAnswer, purpose: string): Promise<Words['answer']> =>
    (await who.get<Words>(REVEAL, { input: { requestId: randomUUID(), gridEventId: event.id, purpose } }))
      .answer;
  const refusal = (who: TestClient, event: EventAnswer, purpose: string): Promise<string> =>
    who.refusal(REVEAL, { input: { requestId: randomUUID(), gridEventId: event.id, purpose } });
  const disclosuresOf = async (who: TestClient): Promise<unknown[]> =>
    (await who.get<Disclosures>(DISCLOSURES)).myDisclosures.edges.map(({ node }) => node);

  it('is nowhere to be found in plain: no table, journal, event, log line or error', async () => {
    const note = SAID.note;
    await take(place.worker, 'settleOnTheSpot', aReport(SAID));
    const event = await take(place.worker, 'report', aReport(REPORTED));
    const steps: [StepName, Record<string, unknown>][] = [
      ['accept', {}],
      ['dispatch', { level: 'VILLAGE', note }],
      ['urge', { note }],
    ];
    for (const [step, input] of steps) await take(place.township, step, { gridEventId: event.id, ...input });
    const twice = await place.township.ask(STEPS.dispatch, {
      input: { requestId: randomUUID(), gridEventId: event.id, level: 'VILLAGE', note },
    });
    const wrong = await place.township.ask(STEPS.report, { input: { ...aReport(SAID), source: SAID.place } });
    expect(twice.errors).toHaveLength(1);
    expect(wrong.errors?.length).toBeGreaterThan(0);
    await place.service.drainOutbox();
    const tables = await place.service.sql<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const everything: unknown[] = [place.service.transport.sent, printed, twice.errors, wrong.errors];
    for (const { name } of tables)
      everything.push(await place.service.sql(`SELECT to_jsonb(t) FROM ${name} t`));
    expect(tables.length).toBeGreaterThan(10);
    const haystack = JSON.stringify(everything);
    expect(haystack).toContain(event.id);
    for (const words of Object.values(SAID)) {
      expect(haystack).not.toContain(words);
      expect(haystack).not.toContain(Buffer.from(words).toString('base64').slice(0, 16));
    }
  });

  it('is not logged when a command fails for a reason that no rule foresaw', async () => {
    await place.service.sql(`ALTER TABLE grid_event_tally RENAME TO grid_event_tally_away`);
    const failed = await place.worker.ask(STEPS.report, { input: aReport(REPORTED) });
    await place.service.sql(`ALTER TABLE grid_event_tally_away RENAME TO grid_event_tally`);
    expect(failed.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(failed.errors)).not.toMatch(/tally|INSERT|stack/);
    const log = printed.join('\n');
    expect(log).toContain('Unexpected error');
    for (const words of Object.values(SAID)) expect(log).not.toContain(words);
  });

  it.each([
    ['is no JSON', 400, `{"query": "${SAID.text}`],
    ['is larger than any request', 413, JSON.stringify({ query: SAID.text.repeat(20_000) })],
    ['is no request to a graph', 400, JSON.stringify({ said: SAID.text })],
  ])('is neither logged nor explained when a body %s', async (_what, status, body) => {
    const answer = await request(place.service.app.getHttpServer())
      .post('/graphql')
      .set({ ...place.worker.headers, 'content-type': 'application/json' })
      .send(body);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/node_modules|\.ts:|\n\s+at /);
    expect(printed.join('')).not.toContain(SAID.text);
  });

  it('is revealed to those who need it for their work, each look shown to its author', async () => {
    const event = await take(place.worker, 'report', aReport(REPORTED));
    const words = await reveal(place.township, event, 'HANDLING');
    expect(words.map(({ field, words: said }) => [field, said]).sort()).toEqual([
      ['place', SAID.place],
      ['text', SAID.text],
    ]);
    const looked = { gridEventId: event.id, role: 'TOWNSHIP_OFFICER', purpose: 'HANDLING' };
    expect(await disclosuresOf(place.worker)).toContainEqual({
      ...looked,
      disclosedAt: '2026-03-02T02:00:00.000Z',
    });
    expect(await disclosuresOf(place.township)).toEqual([]);
    const [entry] = await place.service.sql(
      `SELECT actor_role, data->>'purpose' AS purpose FROM journal_entry WHERE type LIKE '%PersonalDataRevealed%' AND data->>'gridEventId' = $1`,
      [event.id],
    );
    expect(entry).toEqual({ actor_role: 'TOWNSHIP_OFFICER', purpose: 'HANDLING' });
  });

  it('is shown to each author for himself, and a repeated look is another look', async () => {
    const event = await anEventAfter(place, 'notify');
    const input = { requestId: randomUUID(), gridEventId: event.id, purpose: 'FOLLOW_UP' };
    const first = await place.county.get<Words>(REVEAL, { input });
    expect(await place.county.get<Words>(REVEAL, { input })).toEqual(first);
    for (const author of [place.worker, place.department, place.township]) {
      const looks = (await disclosuresOf(author)).filter(
        (look) => (look as { gridEventId: string }).gridEventId === event.id,
      );
      expect(looks).toHaveLength(2);
    }
  });

  it.each([
    ['worker', ['HANDLING', 'VERIFICATION', 'OWN']],
    ['villageOfficer', ['HANDLING', 'VERIFICATION', 'RESULT_NOTIFICATION']],
    ['township', ['HANDLING', 'VERIFICATION', 'RESULT_NOTIFICATION']],
    ['county', ['HANDLING', 'VERIFICATION', 'RESULT_NOTIFICATION', 'FOLLOW_UP']],
    ['department', ['HANDLING']],
  ] as const)('is revealed to the %s for %j and nothing else', async (who, purposes) => {
    const event = await anEventAfter(place, 'accept');
    await place.service.sql(`UPDATE grid_event SET department_id = $2, level = 'VILLAGE' WHERE id = $1`, [
      event.id,
      place.departmentId,
    ]);
    const codes = new Map<string, string>();
    for (const [purpose, state] of Object.entries(OPEN_IN)) {
      await place.service.sql(`UPDATE grid_event SET state = $2 WHERE id = $1`, [event.id, state]);
      const input = { requestId: randomUUID(), gridEventId: event.id, purpose };
      const answer = await place[who].ask(REVEAL, { input });
      codes.set(purpose, answer.errors?.[0]?.extensions.code ?? 'revealed');
    }
    const expected = [...codes.keys()].map((each) => [
      each,
      (purposes as readonly string[]).includes(each) ? 'revealed' : 'FORBIDDEN',
    ]);
    expect([...codes]).toEqual(expected);
  });

  it('is open only while there is that work to do, and what is said in the follow-up never to handlers', async () => {
    const event = await anEventAfter(place, 'notify');
    const told = '办事的人收了钱';
    const answers = { isReached: true, isSolved: true, isSatisfied: false, note: told };
    await take(place.county, 'followUp', { gridEventId: event.id, ...answers });
    const revealed = (who: TestClient, purpose: string): Promise<Words> =>
      who.get<Words>(REVEAL, { input: { requestId: randomUUID(), gridEventId: event.id, purpose } });
    await expect(revealed(place.department, 'HANDLING')).rejects.toThrow('PURPOSE_NOT_OPEN');
    expect(JSON.stringify(await revealed(place.county, 'FOLLOW_UP'))).toContain(told);
    expect(JSON.stringify(await revealed(place.worker, 'OWN'))).toContain(told);
    await take(place.county, 'reopen', { gridEventId: event.id, note: '群众不满意' });
    expect(JSON.stringify(await revealed(place.township, 'HANDLING'))).not.toContain(told);
    const followUp = `query ($id: ID!) { gridEvent(id: $id) { followUp { isSatisfied } } }`;
    expect(await place.township.get(followUp, { id: event.id })).toEqual({ gridEvent: { followUp: null } });
  });

  it('is told to its reporter as far as it is for him: the result, not the talk between offices', async () => {
    const reporter = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const event = await take(
      reporter,
      'report',
      aReport({ areaCode: GRID, source: 'RESIDENT', text: SAID.text, place: null }),
    );
    await place.service.sql(`UPDATE grid_event SET state = 'VERIFIED', level = 'TOWNSHIP' WHERE id = $1`, [
      event.id,
    ]);
    await take(place.township, 'notify', { gridEventId: event.id, note: '屋顶已修好' });
    await take(reporter, 'reopen', { gridEventId: event.id, note: '又漏了' });
    await take(place.township, 'urge', { gridEventId: event.id, note: '内部督办意见' });
    const words = await reveal(reporter, event, 'OWN');
    expect(words.map((each) => each.words)).toEqual([SAID.text, '屋顶已修好', '又漏了']);
    expect(await refusal(place.worker, event, 'OWN')).toBe('FORBIDDEN');
  });

  it('is gone once its author is erased, and the rest stays', async () => {
    const reporter = await place.service.signIn({ role: Role.GRID_WORKER, areaCode: GRID });
    const event = await take(reporter, 'report', aReport(REPORTED));
    await take(place.township, 'escalate', { gridEventId: event.id, note: '请县里协调' }).catch(() =>
      take(place.villageOfficer, 'escalate', { gridEventId: event.id, note: '请县里协调' }),
    );
    await place.service.app.get(PersonalDataCipher).erase(reporter.subject);
    const words = await reveal(place.county, event, 'HANDLING');
    expect(words.map((each) => each.words)).toEqual([null, null, '请县里协调']);
    expect(await reporter.refusal(STEPS.report, { input: aReport() })).toBe('PERSONAL_DATA_ERASED');
  });

  it('opens at no other event and in no other field', async () => {
    const [first, second] = [
      await take(place.worker, 'report', aReport(REPORTED)),
      await take(place.worker, 'report', aReport(REPORTED)),
    ];
    const sealedOf = async ({ id }: EventAnswer): Promise<Record<string, string>> =>
      (
        await place.service.sql<{ sealed: Record<string, string> }>(
          `SELECT sealed FROM journal_entry WHERE aggregate_id = $1`,
          [id],
        )
      )[0]?.sealed ?? {};
    const sealed = await sealedOf(first);
    const cipher = place.service.app.get(PersonalDataCipher);
    const text = sealed['text'] ?? '';
    expect(await cipher.open(text, `grid-event.${first.id}.text`)).toBe(SAID.text);
    await expect(cipher.open(text, `grid-event.${second.id}.text`)).rejects.toThrow(
      'belongs to another place',
    );
    await expect(cipher.open(text, `grid-event.${first.id}.place`)).rejects.toThrow(
      'belongs to another place',
    );
    const [algorithm, version, , ...rest] = text.split('.');
    const ofAnother = [algorithm, version, place.township.subject, ...rest].join('.');
    await expect(cipher.open(ofAnother, `grid-event.${first.id}.text`)).rejects.toThrow();
    expect(await sealedOf(second)).not.toEqual(sealed);
  });

  it('keeps a look, though its answer never arrived: the record is committed first', async () => {
    const event = await take(place.worker, 'report', aReport(REPORTED));
    const opener = jest
      .spyOn(place.service.app.get(PersonalDataCipher), 'openerFor')
      .mockRejectedValueOnce(new Error('key store away'));
    expect(await refusal(place.township, event, 'HANDLING')).toBe('INTERNAL_SERVER_ERROR');
    opener.mockRestore();
    const looks = await place.service.sql(`SELECT person_id FROM disclosure WHERE grid_event_id = $1`, [
      event.id,
    ]);
    expect(looks).toEqual([{ person_id: place.worker.subject }]);
  });
});
