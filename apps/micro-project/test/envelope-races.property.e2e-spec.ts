import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, sqlStatements } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import fc from 'fast-check';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aLimit, aMove, aRaise, change, CHANGES, clearEnvelopes, YEAR } from './envelope.builder.js';
import type { EnvelopeAnswer } from './envelope.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecision, aProposedProject, aSubmittedProject, someTerms, STEPS, take } from './project.builder.js';

const RUNS = 3;
const LIMIT_MS = 120_000;
const AT_ONCE = 8;
const VILLAGES = [VILLAGE, NEIGHBOUR] as const;
const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
process.stderr.write(`The races for envelopes of this run: SEED=${seed}\n`);

/** What may stand in the way of a command; anything else is a fault, a deadlock first of all. */
const REFUSALS = [
  ...['QUOTA_EXCEEDED', 'LARGER_PROJECT_TAKEN', 'QUOTA_BELOW_HOLDINGS', 'QUOTA_ABOVE_ENTITLEMENT'],
  ...['ILLEGAL_TRANSITION', 'CHANGE_PENDING'],
];

const STEP_NAMES = [
  'propose',
  'submit',
  'decide',
  'decide',
  'reject',
  'return',
  'revise',
  'change',
  'abandon',
] as const;
const CHANGE_NAMES = ['move', 'raise', 'setLimit'] as const;
const command = fc.record({
  name: fc.constantFrom('propose' as const, ...STEP_NAMES, ...CHANGE_NAMES),
  village: fc.nat(1),
  which: fc.nat(1_000),
  isLarger: fc.nat(4).map((one) => one === 0),
  yuan: fc.integer({ min: 500, max: 9_999 }),
});
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

let place: Place;
let minutes: readonly string[];
beforeAll(async () => {
  place = await startMicroProject();
  minutes = await Promise.all(VILLAGES.map((areaCode) => aStoredDocument(place, { areaCode })));
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearEnvelopes(place);
});
afterAll(() => place.service.stop());

/** A change of an amount as the works will ask for it: what was decided before stands until it is decided. */
const ASK_FOR_CHANGE = `
  WITH asked AS (
    UPDATE project SET state = 'SUBMITTED', pending_terms_version = terms_version + 1, pending_budget_fen = $2
     WHERE id = $1 AND state = 'DECIDED' RETURNING id, pending_terms_version AS version)
  INSERT INTO project_terms (project_id, version, title, content, place, effect, budget_fen, due_on, digest, written_at)
  SELECT id, version, 'x', 'x', 'x', 'x', $2, '2026-12-31', 'x', now() FROM asked`;

/** Commands that several clients send at once, each the next that is left. */
class Race {
  private readonly projects: { readonly id: string; readonly village: number }[] = [];
  readonly refusals: string[] = [];
  taken = 0;

  constructor(private readonly commands: readonly Command[]) {}

  async run(): Promise<void> {
    const left = [...this.commands];
    const client = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) await this.send(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
  }

  private async send(given: Command): Promise<void> {
    const { name, village, which, yuan } = given;
    const quota = { year: YEAR, quotaClass: given.isLarger ? 'LARGER' : 'SMALL', amount: String(yuan) };
    const [here, there] = village === 0 ? VILLAGES : [NEIGHBOUR, VILLAGE];
    if (name === 'propose') return this.propose(given);
    if (name === 'move')
      return this.ask(
        place.township,
        CHANGES.move,
        aMove({ ...quota, fromVillageCode: here, toVillageCode: there }),
      );
    if (name === 'raise')
      return this.ask(place.recorder, CHANGES.raise, await aRaise(place, { ...quota, villageCode: here }));
    if (name === 'setLimit')
      return this.ask(place.township, CHANGES.setLimit, {
        ...aLimit({ villageCode: here, quotaClass: quota.quotaClass, limit: String(yuan * 3) }),
      });
    const project = this.projects[which % Math.max(1, this.projects.length)];
    if (project) await this.step(name, project, yuan);
  }

  private async propose({ village, isLarger, yuan }: Command): Promise<void> {
    const officer = officerOf(village);
    const over = { villageCode: VILLAGES[village], quotaClass: isLarger ? 'LARGER' : 'SMALL' };
    const id = await aProposedProject(place, { ...over, terms: { budget: String(yuan) } }, officer);
    this.projects.push({ id, village });
    await this.ask(officer, STEPS.submit, { projectId: id });
  }

  private async step(
    name: Exclude<Command['name'], 'propose' | (typeof CHANGE_NAMES)[number]>,
    { id: projectId, village }: { id: string; village: number },
    yuan: number,
  ): Promise<void> {
    const officer = officerOf(village);
    if (name === 'submit') return this.ask(officer, STEPS.submit, { projectId });
    if (name === 'change') return void (await place.service.sql(ASK_FOR_CHANGE, [projectId, yuan * 100]));
    if (name === 'return')
      return this.ask(place.township, STEPS.returnForRevision, { projectId, note: '补充' });
    if (name === 'abandon') return this.ask(officer, STEPS.abandon, { projectId, note: '终止' });
    if (name === 'revise')
      return this.ask(officer, STEPS.revise, { projectId, terms: someTerms({ budget: String(yuan) }) });
    const meeting = { minutesDocumentId: minutes[village] };
    const isAdopted = name === 'decide';
    await this.ask(officer, STEPS.decide, await aDecision(place, projectId, { meeting, isAdopted }));
  }

  private async ask(who: TestClient, document: string, input: Record<string, unknown>): Promise<void> {
    const { errors } = await who.ask(document, { input: { requestId: randomUUID(), ...input } });
    const code = errors?.[0]?.extensions.code;
    if (code) this.refusals.push(code);
    else this.taken += 1;
  }
}

const officerOf = (village: number): TestClient =>
  village === 0 ? place.villageOfficer : place.neighbourOfficer;

/** Envelopes that do not hold what their projects hold, or have not become what their history says. */
const FAULTS = `
  SELECT e.id, c.class
    FROM envelope e
   CROSS JOIN LATERAL (VALUES ('LARGER', e.larger_limit_fen, e.larger_held_fen, 30000000),
                              ('SMALL', e.small_limit_fen, e.small_held_fen, 20000000)) AS c (class, limit_fen, held_fen, first_fen)
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(p.held_fen), 0) AS fen, count(*) FILTER (WHERE p.holding_state <> 'RELEASED') AS count
       FROM project p WHERE p.envelope_id = e.id AND p.quota_class = c.class) AS held
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(h.limit_fen - h.before_fen), 0) AS fen
       FROM envelope_change h WHERE h.envelope_id = e.id AND h.quota_class = c.class) AS changed
   WHERE c.held_fen <> held.fen OR c.held_fen > c.limit_fen OR c.limit_fen <> c.first_fen + changed.fen
      OR (c.class = 'LARGER' AND e.larger_projects <> held.count)`;
const TRANSFERS = `
  SELECT coalesce(sum(limit_fen - before_fen), 0)::int AS net FROM envelope_change WHERE kind IN ('GIVEN', 'RECEIVED')`;

/** Looks at what everybody sees for as long as it is told to. @returns how often, and what was not exact */
async function watch(isOver: () => boolean): Promise<{ reads: number; faults: EnvelopeAnswer[] }> {
  const query = `{ envelopes(areaCode: "${TOWNSHIP}", year: ${YEAR}) {
    classes { quotaClass limit held reserved committed settled available } projects { quotaClass held } } }`;
  const seen = { reads: 0, faults: [] as EnvelopeAnswer[] };
  while (!isOver()) {
    const { envelopes } = await place.township.get<{ envelopes: EnvelopeAnswer[] }>(query);
    seen.reads += 1;
    seen.faults.push(...envelopes.filter((envelope) => !isExact(envelope)));
  }
  return seen;
}

const fen = (yuan: string): number => Math.round(Number(yuan) * 100);
const isExact = ({ classes, projects }: EnvelopeAnswer): boolean =>
  classes.every(({ quotaClass, limit, held, reserved, committed, settled, available }) => {
    const listed = projects.filter((project) => project.quotaClass === quotaClass);
    const sum = listed.reduce((all, project) => all + fen(project.held), 0);
    const parts = fen(reserved) + fen(committed) + fen(settled);
    const isWithin = fen(held) <= fen(limit) && fen(available) === fen(limit) - fen(held);
    return isWithin && fen(held) === parts && fen(held) === sum;
  });

describe('envelopes that many change at once', () => {
  it(
    'hold what their projects hold, never more than there is, and are what their history says',
    async () => {
      const totals = { taken: 0, refused: 0, reads: 0 };
      const commands = fc.array(command, { minLength: 120, maxLength: 150, size: 'max' });
      await fc.assert(
        fc.asyncProperty(commands, async (given) => {
          await clearEnvelopes(place);
          for (const villageCode of VILLAGES)
            await change(place.township, 'setLimit', aLimit({ villageCode, limit: '25000' }));
          const race = new Race(given);
          let isOver = false;
          const watching = watch(() => isOver);
          await race.run().finally(() => void (isOver = true));
          const { reads, faults } = await watching;
          expect(faults).toEqual([]);
          expect(race.refusals.filter((code) => !REFUSALS.includes(code))).toEqual([]);
          expect(await place.service.sql(FAULTS)).toEqual([]);
          expect(await place.service.sql(TRANSFERS)).toEqual([{ net: 0 }]);
          totals.taken += race.taken;
          totals.refused += race.refusals.length;
          totals.reads += reads;
        }),
        { numRuns: RUNS, seed, endOnFailure: true },
      );
      expect(totals.taken).toBeGreaterThan(RUNS * 30);
      expect(totals.refused).toBeGreaterThan(RUNS * 10);
      expect(totals.reads).toBeGreaterThan(RUNS);
    },
    LIMIT_MS,
  );

  it('are opened once, by the first of many who submit, and told of once', async () => {
    for (let time = 0; time < 5; time += 1) {
      await clearEnvelopes(place);
      const ids = await Promise.all(Array.from({ length: 6 }, () => aProposedProject(place)));
      await Promise.all(ids.map((projectId) => take(place.villageOfficer, 'submit', { projectId })));
      const opened = await place.service.sql(
        `SELECT e.small_held_fen::int AS held, count(*)::int AS count FROM envelope e JOIN journal_entry j ON j.aggregate_id = e.id::text
          WHERE j.type LIKE '%EnvelopeOpened%' GROUP BY e.id`,
      );
      expect(opened).toEqual([{ held: 4_800_000, count: 1 }]);
      expect(await place.service.sql('SELECT 1 FROM envelope')).toHaveLength(1);
    }
  });

  it('are moved between in both directions at once, also while nobody has opened them', async () => {
    const moves = Array.from({ length: 12 }, (_, index) => {
      const [from, to] = index % 2 === 0 ? VILLAGES : [NEIGHBOUR, VILLAGE];
      return aMove({ fromVillageCode: from, toVillageCode: to, amount: '1000' });
    });
    const answers = await Promise.all(
      moves.map((move) => place.township.ask(CHANGES.move, { input: { requestId: randomUUID(), ...move } })),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(await place.service.sql('SELECT small_limit_fen::int AS fen FROM envelope')).toEqual([
      { fen: 20_000_000 },
      { fen: 20_000_000 },
    ]);
  });
});

describe('many at once', () => {
  it('wait for nothing that none of them can give, also when what policy says has to be read anew', async () => {
    const ids = await Promise.all(Array.from({ length: 16 }, () => aProposedProject(place)));
    place.service.clock.advance({ minutes: 2 });
    const states = await Promise.all(
      ids.map(async (projectId) => (await take(place.villageOfficer, 'submit', { projectId })).state),
    );
    expect(states).toEqual(Array(16).fill('SUBMITTED'));
  });
});

describe('a decision', () => {
  const count = async (): Promise<number> => (await sqlStatements.get()).values[0]?.value ?? 0;

  it('takes few statements, and none of the envelope while it holds the same', async () => {
    const ids = [await aSubmittedProject(place), await aSubmittedProject(place)];
    const [warm, measured] = await Promise.all(ids.map((id) => aDecision(place, id)));
    await take(place.villageOfficer, 'decide', warm ?? {});
    const before = await count();
    await take(place.villageOfficer, 'decide', measured ?? {});
    expect((await count()) - before).toBeLessThanOrEqual(13);
  });

  it('waits for nobody who holds the envelope, while it holds the same', async () => {
    const id = await aSubmittedProject(place);
    const input = await aDecision(place, id);
    const { dataSource } = place.service.app.get(Database);
    await dataSource.transaction(async (tx) => {
      await tx.query(`SELECT set_config('app.areas', '{[,)}', true)`);
      expect(await tx.query('SELECT 1 FROM envelope FOR UPDATE')).toHaveLength(1);
      expect(await take(place.villageOfficer, 'decide', input)).toMatchObject({ state: 'DECIDED' });
    });
  });
});
