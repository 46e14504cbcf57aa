import { randomUUID } from 'node:crypto';
import { Access, Actor, Role } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aPostedProject, board, clearProjects } from './notice.builder.js';
import { object, objectionsSeenBy, onPaper, refusedTo } from './objection.builder.js';
import type { ObjectionAnswer } from './objection.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const CORRELATION = 'who-objected-01';
const quietly = (who: TestClient): TestClient => who.with({ 'x-correlation-id': CORRELATION });
interface Entry {
  readonly type: string;
  readonly text: string;
  readonly role: string;
}
const entriesOf = (objectionId: string): Promise<Entry[]> =>
  place.service.sql<Entry>(
    `SELECT type, actor_role AS role, concat_ws(' ', actor_subject, actor_grant_id, correlation_id, causation_id, data) AS text
       FROM journal_entry WHERE data ->> 'objectionId' = $1 ORDER BY sequence`,
    [objectionId],
  );
const grantsOf = async ({ subject }: TestClient): Promise<string[]> => {
  const rows = await place.service.sql<{ id: string }>('SELECT id FROM access_grant WHERE subject = $1', [
    subject,
  ]);
  return rows.map(({ id }) => id);
};

describe('an objection that is anonymous to the village', () => {
  let projectId: string;
  let objection: ObjectionAnswer;
  beforeEach(async () => {
    projectId = await aPostedProject(place);
    objection = await object(quietly(place.resident), 'raise', { projectId });
  });

  it('is known there to exist, and how it stands', async () => {
    const { microProject } = await place.villageOfficer.get<{ microProject: object }>(
      `query ($id: ID!) { microProject(id: $id) { openObjectionCount objections { id state raisedOn closedOn finding } } }`,
      { id: projectId },
    );
    const standing = {
      id: objection.id,
      state: 'OPEN',
      raisedOn: '2026-03-02',
      closedOn: null,
      finding: null,
    };
    expect(microProject).toEqual({ openObjectionCount: 1, objections: [standing] });
  });

  it('is in no list of the village', async () => {
    expect(await objectionsSeenBy(place.villageOfficer, { areaCode: VILLAGE })).toEqual([]);
    expect(await objectionsSeenBy(place.township, { areaCode: VILLAGE })).toHaveLength(1);
    const { myObjections } = await place.villageOfficer.get<{ myObjections: object }>(
      `query { myObjections { edges { node { id } } } }`,
    );
    expect(myObjections).toEqual({ edges: [] });
  });

  it('cannot be counted by person: nothing that two of one person have in common is shown', async () => {
    const other = await aPostedProject(place);
    await object(quietly(place.resident), 'raise', { projectId: other });
    const { microProjects } = await place.villageOfficer.get<{
      microProjects: { edges: { node: { objections: object[] } }[] };
    }>(`query { microProjects { edges { node { objections { id state finding } } } } }`);
    const [one, two, ...more] = microProjects.edges.flatMap(({ node }) => node.objections) as {
      id: string;
    }[];
    expect(more).toEqual([]);
    expect(one?.id).not.toBe(two?.id);
    expect({ ...one, id: '' }).toEqual({ ...two, id: '' });
    const { __type } = await place.villageOfficer.get<{ __type: { fields: { name: string }[] } }>(
      `query { __type(name: "ObjectionStanding") { fields { name } } }`,
    );
    expect(__type.fields.map(({ name }) => name).sort()).toEqual([
      'closedOn',
      'finding',
      'id',
      'raisedOn',
      'state',
    ]);
  });

  it('has an id that leads to nothing and tells no hour', async () => {
    expect(objection.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    for (const step of ['rule', 'withdraw'] as const)
      expect(await refusedTo(place.villageOfficer, step, { objectionId: objection.id })).toBe('NOT_FOUND');
  });

  it('is on the notice board without a trace of who', async () => {
    const text = JSON.stringify([
      await board(place, { areaCode: VILLAGE }),
      await objectionsSeenBy(place.township, { areaCode: VILLAGE }),
    ]);
    expect(text).not.toContain(place.resident.subject);
  });

  it('is told to nobody by its events', async () => {
    const events = (await place.service.drainOutbox()).filter(({ subject }) => subject === projectId);
    expect(events.map(({ type }) => type)).toContain('micro-project.ObjectionRaised.v1');
    const text = JSON.stringify(events);
    for (const trace of [place.resident.subject, CORRELATION, ...(await grantsOf(place.resident))])
      expect(text).not.toContain(trace);
  });

  it('leaves neither account, grant, post nor request in the history, when raised or taken back', async () => {
    await object(quietly(place.resident), 'withdraw', { objectionId: objection.id });
    const entries = await entriesOf(objection.id);
    expect(entries.map(({ role }) => role)).toEqual(['PERSON', 'PERSON']);
    for (const { text } of entries)
      for (const trace of [place.resident.subject, CORRELATION, ...(await grantsOf(place.resident))])
        expect(text).not.toContain(trace);
  });

  it('hides also that a volunteer or an official raised it', async () => {
    const volunteer = await place.service.signIn({ role: Role.GRID_VOLUNTEER, areaCode: VILLAGE });
    const { id } = await object(volunteer, 'raise', { projectId });
    expect(await entriesOf(id)).toMatchObject([{ role: 'PERSON' }]);
  });

  it('is hidden from another official of the village when one of them keyed it in', async () => {
    const keyed = await object(place.villageOfficer, 'raise', { projectId, ...onPaper() });
    const colleague = await place.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
    expect(await objectionsSeenBy(colleague, { areaCode: VILLAGE })).toEqual([]);
    expect(await refusedTo(colleague, 'withdraw', { objectionId: keyed.id })).toBe('NOT_FOUND');
    expect(await entriesOf(keyed.id)).toMatchObject([{ role: 'VILLAGE_OFFICER' }]);
  });

  it('is always so when it is anonymous to everybody, whose account then leads nowhere', async () => {
    projectId = await aPostedProject(place);
    const everywhere = { projectId, confidentiality: 'ANONYMOUS', isAnonymousToVillage: false };
    const { id, isAnonymousToVillage } = await object(place.resident, 'raise', everywhere);
    expect(isAnonymousToVillage).toBe(true);
    const rows = await place.service.sql(
      `SELECT 1 FROM objection WHERE id = $1 AND $2::uuid IN (subject_id, proxy_id, keyer_id)`,
      [id, place.resident.subject],
    );
    expect(rows).toEqual([]);
    const requests = await place.service.sql(
      `SELECT 1 FROM command_request WHERE aggregate_id = $1 AND subject = $2`,
      [id, place.resident.subject],
    );
    expect(requests).toEqual([]);
  });
});

it('an objection whose resident allows it is listed for the village, and still without who', async () => {
  const projectId = await aPostedProject(place);
  const { id } = await object(place.resident, 'raise', { projectId, isAnonymousToVillage: false });
  const seen = await objectionsSeenBy(place.villageOfficer, { areaCode: VILLAGE });
  expect(seen).toMatchObject([{ id, isAnonymousToVillage: false, slip: null }]);
  expect(JSON.stringify(seen)).not.toContain(place.resident.subject);
});

/** The application's own rules, switched off. */
class AllowEverything extends Access {
  override couldDo(): boolean {
    return true;
  }
  override findGrant(actor: Actor): Grant {
    return actor.grants[0] ?? { id: randomUUID(), role: Role.RESIDENT, areaCode: '', departmentId: null };
  }
  override require(actor: Actor): Grant {
    return this.findGrant(actor);
  }
  override filter(): string {
    return 'true';
  }
}

describe('row-level security, with the application’s own rules switched off', () => {
  let open: Place;
  beforeAll(async () => {
    open = await startMicroProject((builder) => builder.overrideProvider(Access).useClass(AllowEverything));
  });
  afterAll(() => open.service.stop());

  it('keeps who objected from the village, and how it stands from nobody', async () => {
    const projectId = await aPostedProject(open);
    await object(open.resident, 'raise', { projectId });
    const rowsFor = async (areaCode: string, subject: string = randomUUID()): Promise<number[]> => {
      const grant = { id: randomUUID(), role: Role.VILLAGE_OFFICER, areaCode, departmentId: null };
      const actor = Actor.person(subject, [grant], { correlationId: 'row-level' });
      return open.service.app.get(Database).read(actor, async (tx) => {
        const tables = ['objection', 'objection_standing'];
        const counted = tables.map((table) =>
          tx.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`),
        );
        return (await Promise.all(counted)).map(([row]) => row?.n ?? NaN);
      });
    };
    expect(await rowsFor(VILLAGE)).toEqual([0, 1]);
    expect(await rowsFor(VILLAGE.slice(0, 9))).toEqual([1, 1]);
    expect(await rowsFor('361104100')).toEqual([0, 1]);
    expect(await rowsFor(VILLAGE, open.resident.subject)).toEqual([1, 1]);
    expect(await objectionsSeenBy(open.villageOfficer, { areaCode: VILLAGE })).toEqual([]);
  });
});
