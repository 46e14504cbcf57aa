import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Access, Actor, Role } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import { asSuperuser } from '@lianxin/testing';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const LIST = `{ gridEvents(first: 100) { edges { node { id } } } }`;
const IN_AREA = `query ($code: String!) { area(code: $code) { gridEvents(first: 100) { edges { node { id } } } } }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
const FEED = `query ($after: String) { gridEventFeed(areaCode: "${COUNTY}", after: $after, first: 100) { changes { gridEvent { id } } endCursor } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { words } }`;

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

/** Tables that tell of persons or of single events. */
const PERSONAL = [
  'disclosure',
  'grid_event',
  'grid_event_alert',
  'grid_event_department',
  'joint_response_assignment',
  'notification',
  'outside_number',
  'report_slip_guard',
];

interface Edges {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}

describe('row-level security, with the application’s own rules switched off', () => {
  let place: Place;
  let event: EventAnswer;
  let own: EventAnswer;
  let beginning: string;

  beforeAll(async () => {
    place = await startGridRegistry((builder) => builder.overrideProvider(Access).useClass(AllowEverything));
    beginning = (await place.county.get<{ gridEventFeed: { endCursor: string } }>(FEED)).gridEventFeed
      .endCursor;
    own = await take(place.resident, 'report', aReport({ areaCode: VILLAGE }));
    event = await anEventAfter(place, 'notify');
    await place.service.drainOutbox();
  });
  afterAll(() => place.service.stop());

  const listed = async (who: TestClient): Promise<string[]> =>
    (await who.get<{ gridEvents: Edges }>(LIST)).gridEvents.edges.map(({ node }) => node.id).sort();
  const seen = async (who: TestClient): Promise<string[][]> => {
    const { area } = await who.get<{ area: { gridEvents: Edges } }>(IN_AREA, { code: TOWNSHIP });
    const { gridEventFeed } = await who.get<{ gridEventFeed: { changes: { gridEvent: { id: string } }[] } }>(
      FEED,
      {
        after: beginning,
      },
    );
    const fed = gridEventFeed.changes.map(({ gridEvent }) => gridEvent.id);
    return [
      await listed(who),
      area.gridEvents.edges.map(({ node }) => node.id).sort(),
      [...new Set(fed)].sort(),
    ];
  };
  const everywhere = (...ids: string[]): string[][] => [ids.sort(), ids.sort(), ids.sort()];
  /** What a statement answers on the service's own connection, as the policies see this person. */
  const asPerson = async <Row>(who: TestClient, statement: string): Promise<Row[]> => {
    const actor = Actor.person(who.subject, [], { correlationId: 'test-correlation' });
    return place.service.app.get(Database).read(actor, (tx) => tx.query<Row[]>(statement));
  };

  it('is really switched off', async () => {
    const auditor = await place.service.signIn({ role: Role.AUDITOR, areaCode: TOWNSHIP });
    const another = await anEventAfter(place, 'report');
    expect(await take(auditor, 'accept', { gridEventId: another.id })).toMatchObject({ state: 'ACCEPTED' });
    await place.service.sql(`UPDATE grid_event SET area_code = '361104100001' WHERE id = $1`, [another.id]);
  });

  it('shows a township officer the own township alone', async () => {
    expect(await seen(place.township)).toEqual(everywhere(own.id, event.id));
    const unseen = [own.id, event.id];
    expect((await seen(place.otherTownship)).flat().filter((id) => unseen.includes(id))).toEqual([]);
  });

  it('lets nobody read, change or reveal what they cannot see', async () => {
    expect(await place.otherTownship.refusal(ONE, { id: event.id })).toBe('NOT_FOUND');
    const input = { requestId: randomUUID(), gridEventId: event.id };
    expect(await place.otherTownship.refusal(STEPS.accept, { input })).toBe('NOT_FOUND');
    expect(await place.otherTownship.refusal(STEPS.followUp, { input: { ...input, isReached: false } })).toBe(
      'NOT_FOUND',
    );
    expect(await place.otherTownship.refusal(REVEAL, { input: { ...input, purpose: 'HANDLING' } })).toBe(
      'NOT_FOUND',
    );
  });

  it('shows a department what is with it alone', async () => {
    expect(await seen(place.department)).toEqual(everywhere(event.id));
    const other = await place.service.signIn({
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: randomUUID(),
    });
    expect(await seen(other)).toEqual(everywhere());
  });

  it('shows a resident the own reports alone, and a stranger nothing', async () => {
    expect(await seen(place.resident)).toEqual(everywhere(own.id));
    expect(await listed(await place.service.signIn())).toEqual([]);
  });

  it('lets a report be written under nobody else’s name', async () => {
    const actor = Actor.person(place.resident.subject, [], { correlationId: 'test-correlation' });
    const forged = place.service.app.get(Database).write(actor, (tx) =>
      tx.query(
        `INSERT INTO grid_event (id, area_id, area_code, category, kind, source, urgency, state, level, reporter_id, reporter_role,
           reported_at, due_at, policy_version)
         VALUES (gen_random_uuid(), 6, $1, 'HAZARD', 'GENERAL', 'RESIDENT', 'ROUTINE', 'REPORTED', 'VILLAGE', $2, 'RESIDENT', now(), now(), 'x')`,
        [VILLAGE, place.worker.subject],
      ),
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });

  it('shows notifications and disclosures to their own people alone', async () => {
    const input = { requestId: randomUUID(), gridEventId: event.id, purpose: 'AUDIT' };
    await place.county.get(REVEAL, { input });
    const notified = `SELECT DISTINCT recipient AS person FROM notification`;
    const disclosed = `SELECT DISTINCT person_id AS person FROM disclosure`;
    expect(await place.service.sql(disclosed)).not.toEqual([]);
    for (const statement of [notified, disclosed]) {
      expect(await asPerson(place.worker, statement)).toEqual([{ person: place.worker.subject }]);
      expect(await asPerson(place.otherTownship, statement)).toEqual([]);
    }
  });

  it('shows nothing at all on a connection that tells of nobody', async () => {
    await place.service.sql(
      `INSERT INTO joint_response_assignment (id, grid_event_id, department_id, called_at, due_at, policy_version)
       VALUES ($1, $2, $3, '2026-03-02', '2026-03-03', 'test')`,
      [randomUUID(), event.id, place.departmentId],
    );
    await place.service.sql(
      `INSERT INTO outside_number (id, grid_event_id, system, number, received_at) VALUES ($1, $2, 'SUPERIOR', '1', '2026-03-02')`,
      [randomUUID(), event.id],
    );
    for (const table of PERSONAL) {
      const count = await asApplication(`SELECT count(*)::int AS count FROM ${table}`);
      expect([table, count]).toEqual([table, [{ count: 0 }]]);
    }
  });

  it('is forced on every table that holds what is somebody’s', async () => {
    const forced = await place.service.sql(
      `SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
        WHERE relname = ANY ($1) ORDER BY relname`,
      [PERSONAL],
    );
    expect(forced).toEqual(PERSONAL.map((relname) => ({ relname, forced: true })));
  });

  it('binds a role that can neither lift it nor rewrite what happened', async () => {
    const [role] = await place.service.sql(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned,
              pg_has_role(r.oid, 'grid_registry_owner', 'MEMBER') AS is_owner
         FROM pg_roles r WHERE rolname = 'grid_registry_app'`,
    );
    const nothing = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(role).toEqual({ ...nothing, owned: 0, is_owner: false });
  });

  it.each([
    [`ALTER TABLE grid_event DISABLE ROW LEVEL SECURITY`],
    [`ALTER TABLE grid_event NO FORCE ROW LEVEL SECURITY`],
    [`DROP POLICY grid_event_visible ON grid_event`],
    [`SET row_security = off; SELECT count(*) FROM grid_event`],
    [`SET ROLE grid_registry_owner`],
    [`UPDATE journal_entry SET actor_role = 'RESIDENT'`],
    [`DELETE FROM journal_entry`],
    [`TRUNCATE journal_entry`],
    [`UPDATE journal_position SET position = 0`],
    [`DELETE FROM grid_event`],
    [`DELETE FROM grid_event_alert`],
    [`UPDATE notification SET kind = 'x'`],
    [`DELETE FROM disclosure`],
    [`UPDATE access_grant SET role = 'COUNTY_COMMAND'`],
    [`DELETE FROM access_grant`],
    [`DELETE FROM command_request`],
    [`CREATE TABLE public.mine (id integer)`],
  ])('refuses %s', async (statement) => {
    await expect(asApplication(statement)).rejects.toThrow(
      /permission denied|must be owner|row-level security/,
    );
  });

  function asApplication(statement: string): Promise<unknown[]> {
    return asSuperuser(
      place.service.database.applicationUrl,
      async (client) => (await client.query(statement)).rows as unknown[],
    );
  }
});
