import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Actor, Role } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database, sqlStatements } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { talliesOfAreas, overdueInAreas } from '../src/oversight/statistics/statistics.queries.js';
import { ProjectsReader } from '../src/project-views/projects.reader.js';
import { findProjects, projectsOfAreas } from '../src/projects/projects.queries.js';
import type { ProjectFilter, ProjectPage } from '../src/projects/projects.queries.js';
import type { ProjectState } from '../src/projects/project.transitions.js';
import { COUNTY, FAR_VILLAGE, NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { Examiner } from './plan.examiner.js';

const STORED = 100_000;
const PAGE = 20;
/** A village with one project, of another township. */
const LONELY = '361104100299';
/** Rows that one page may look at: far from all, some more than it shows. */
const FEW = 3 * PAGE;

/** Four in five in one township, in its two villages; four in a hundred are open, and few of those in one state. */
const STORE_PROJECTS = `
  INSERT INTO project (id, village_id, village_code, kind, lead_body, quota_class, state, last_step_at, terms_version, title, budget_fen,
    due_on, agreed_due_on, need_ids, proposer_ids, proposed_by, proposed_at, is_in_procurement_catalogue, is_invested_elsewhere, is_resolution_required, splitting,
    review_due_at, policy_version, held_fen, retained_fen, committed_fen, paid_fen, published_at, open_objection_count,
    is_emergency, skipped_steps)
  SELECT gen_random_uuid(), CASE WHEN n % 5 = 0 THEN 13 ELSE 11 + n % 2 END, CASE WHEN n % 5 = 0 THEN '${FAR_VILLAGE}' WHEN n % 2 = 0 THEN '${VILLAGE}' ELSE '${NEIGHBOUR}' END, 'SAFETY', 'VILLAGE', 'SMALL', state,
         at, 1, '路灯', 800000, at::date + 100, at::date + 100, '{}', '{}', gen_random_uuid(), at, false, false, false, 'NONE',
         CASE state WHEN 'SUBMITTED' THEN at + interval '7 days' END, 'test', 0, 0, 800000, 0,
         CASE WHEN state IN ('SUBMITTED', 'PROPOSED') THEN NULL ELSE at END, 0, false, '{}'
    FROM (SELECT n, '2024-01-01'::timestamptz + n * interval '10 minutes' AS at,
                 CASE WHEN n % 100 > 3 THEN 'CLOSED' WHEN n % 2000 = 1 THEN 'STOPPED' WHEN n % 1000 = 2 THEN 'SUBMITTED'
                      WHEN n % 100 = 3 THEN 'IN_PROGRESS' ELSE 'AUDITED' END AS state
            FROM generate_series(1, ${STORED}) AS n) AS stored`;

const TALLY_PROJECTS = `
  INSERT INTO project_tally SELECT village_id, village_code, extract(year FROM proposed_at AT TIME ZONE 'Asia/Shanghai'), state, kind,
    quota_class, count(*), sum(budget_fen), sum(committed_fen), sum(paid_fen), 0, 0, 0, 0, 0 FROM project GROUP BY 1, 2, 3, 4, 5, 6`;

describe('the board of projects under row-level security', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startMicroProject();
    await place.service.sql(STORE_PROJECTS);
    await place.service.sql(TALLY_PROJECTS);
    await place.service.sql('ANALYZE project, project_tally');
  }, 60_000);
  afterAll(() => place.service.stop());

  const page = (filter: ProjectFilter = {}): ProjectPage => ({
    ...{ filter, first: PAGE, after: [] },
    ...{ now: new Date('2026-03-01T00:00:00Z'), today: '2026-03-01' },
  });
  const grantOf = (role: Role, areaCode: string): Grant => ({
    ...{ id: '0198f3a0-0000-7000-8000-000000000002', role, areaCode, departmentId: null },
  });
  type Readable = ReturnType<ProjectsReader['readable']>;

  function examine(
    ask: (tx: EntityManager, readable: Readable) => Promise<unknown>,
    role = Role.TOWNSHIP_OFFICER,
    areaCode: string = TOWNSHIP,
  ): Promise<Examiner> {
    const { service } = place;
    const grants = [grantOf(role, areaCode), grantOf(Role.PERSON, '')];
    const actor = Actor.person(place.township.subject, grants, { correlationId: 'test-correlation' });
    const readable = service.app.get(ProjectsReader).readable(actor);
    return service.app.get(Database).read(actor, async (tx) => {
      const examiner = new Examiner(tx, 'project');
      await ask(examiner as unknown as EntityManager, readable);
      return examiner;
    });
  }

  it.each([
    [VILLAGE, undefined, 'project_village_idx'],
    [TOWNSHIP, undefined, 'project_township_idx'],
    [TOWNSHIP, ['CLOSED'], 'project_township_state_idx'],
    [TOWNSHIP, ['STOPPED'], 'project_township_state_idx'],
    [VILLAGE, ['SUBMITTED'], 'project_village_state_idx'],
    [COUNTY, ['IN_PROGRESS'], 'project_county_state_idx'],
  ] as [string, ProjectState[] | undefined, string][])(
    'of %s in states %s is the first rows of %s',
    async (areaCode, states, index) => {
      for (const examiner of [
        await examine((tx, readable) => projectsOfAreas(tx, [areaCode], page({ states }), readable)),
        await examine((tx, readable) => findProjects(tx, areaCode, page({ states }), readable)),
      ]) {
        expect(examiner.indexes).toEqual([index]);
        expect(examiner.visited).toBeLessThanOrEqual(FEW);
      }
    },
  );

  it('in several states looks at a page of each', async () => {
    const states: ProjectState[] = ['SUBMITTED', 'IN_PROGRESS', 'STOPPED', 'COMPLETED', 'CLOSED'];
    const examiner = await examine((tx, readable) => findProjects(tx, TOWNSHIP, page({ states }), readable));
    expect(examiner.indexes).toEqual(['project_township_state_idx']);
    expect(examiner.visited).toBeLessThanOrEqual(states.length * (PAGE + 1));
  });

  it('without a place is the first rows of an index of each county, for an officer and for a resident', async () => {
    for (const role of [Role.TOWNSHIP_OFFICER, Role.RESIDENT]) {
      const all = await examine((tx, readable) => findProjects(tx, null, page(), readable), role);
      expect(all.indexes).toContain('project_county_idx');
      expect(all.visited).toBeLessThanOrEqual(FEW);
      const some = await examine(
        (tx, readable) => findProjects(tx, null, page({ states: ['STOPPED'] }), readable),
        role,
      );
      expect(some.indexes).toContain('project_county_state_idx');
      expect(some.visited).toBeLessThanOrEqual(FEW);
    }
  });

  it('goes on from where a page ended as quickly', async () => {
    const after = ['2024-10-01T00:00:00.000Z', '00000000-0000-7000-8000-000000000000'];
    for (const states of [undefined, ['STOPPED'] as const]) {
      const examiner = await examine((tx, readable) =>
        findProjects(tx, TOWNSHIP, { ...page({ states }), after }, readable),
      );
      expect(examiner.visited).toBeLessThanOrEqual(FEW);
    }
  });

  it('of what is overdue looks at what is open', async () => {
    const reviews = await examine((tx, readable) =>
      findProjects(tx, TOWNSHIP, page({ isReviewOverdue: true }), readable),
    );
    expect(reviews.visited).toBeLessThanOrEqual(STORED / 1_000);
    const late = await examine((tx, readable) =>
      findProjects(tx, TOWNSHIP, page({ isLate: true }), readable),
    );
    expect(late.nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    expect(late.visited).toBeLessThanOrEqual(STORED / 40);
  });

  it('counts out of the tallies, and out of the open projects what time alone makes', async () => {
    const codes = [TOWNSHIP, VILLAGE, NEIGHBOUR];
    const tallies = await examine((tx) => talliesOfAreas(tx, codes, [2025]));
    expect(tallies.visited).toBe(0);
    const moment = { now: new Date('2026-03-01T00:00:00Z'), today: '2026-03-01' };
    const overdue = await examine((tx) => overdueInAreas(tx, codes, moment));
    expect(overdue.indexes.sort()).toEqual(['project_late_idx', 'project_review_idx']);
  });

  it('takes as many SQL statements for a few rows as for many', async () => {
    const query = `query ($areaCode: String!, $states: [MicroProjectState!]) {
      microProjects(areaCode: $areaCode, states: $states, first: 50) {
        edges { node { id title area { id } isReviewOverdue terms { version } decisions { id } } } } }`;
    type Board = { microProjects: { edges: unknown[] } };
    const count = async (): Promise<number> => (await sqlStatements.get()).values[0]?.value ?? 0;
    const once = async (variables: Record<string, unknown>): Promise<[rows: number, statements: number]> => {
      const before = await count();
      const { microProjects } = await place.county.get<Board>(query, variables);
      return [microProjects.edges.length, (await count()) - before];
    };
    /** The less of two: what is kept for some seconds is read anew in at most one of them. */
    const ask = async (
      areaCode: string,
      states?: ProjectState[],
    ): Promise<[rows: number, statements: number]> => {
      const [[rows, first], [, second]] = [
        await once({ areaCode, states }),
        await once({ areaCode, states }),
      ];
      return [rows, Math.min(first, second)];
    };
    const [rows, statements] = await ask(TOWNSHIP, ['CLOSED', 'STOPPED']);
    expect(rows).toBe(50);
    await place.service.sql(
      `UPDATE project SET village_code = '${LONELY}' WHERE id = (SELECT id FROM project LIMIT 1)`,
    );
    expect(await ask(LONELY)).toEqual([1, statements]);
  });
});
