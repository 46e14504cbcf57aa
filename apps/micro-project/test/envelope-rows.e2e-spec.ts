import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Actor, Role } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aLimit, change, clearEnvelopes } from './envelope.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearEnvelopes(place);
  await aDecidedProject(place);
  await change(place.township, 'setLimit', aLimit());
  await place.service.sql(`INSERT INTO commitment_list SELECT id, '2026-12-01', now(), 0 FROM envelope`);
});
afterAll(() => place.service.stop());

/** Past every rule of the service, with nothing but the rows' own. */
function asPost<T>(role: Role, areaCode: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const grant: Grant = { id: randomUUID(), role, areaCode, departmentId: null };
  const actor = Actor.person(randomUUID(), [grant], { correlationId: 'rows' });
  return place.service.app.get(Database).write(actor, work);
}
const OUTSIDERS: readonly (readonly [string, Role, string])[] = [
  ['a resident', Role.RESIDENT, VILLAGE],
  ['an officer of another township', Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP],
];
const INSERT_CHANGE = `
  INSERT INTO envelope_change (id, envelope_id, kind, quota_class, before_fen, limit_fen, reason, changed_by, changed_role, changed_at)
  SELECT gen_random_uuid(), id, 'LIMIT_SET', 'SMALL', 1, 2, 'x', $1, 'TOWNSHIP_OFFICER', now() FROM envelope`;

describe('the rows of envelopes', () => {
  it.each(OUTSIDERS)('show %s limits and reasons, and no list', async (_who, role, areaCode) => {
    const counted = await asPost(role, areaCode, (tx) =>
      tx.query<
        unknown[]
      >(`SELECT (SELECT count(*) FROM envelope) AS envelopes, (SELECT count(*) FROM envelope_change) AS changes,
        (SELECT count(*) FROM commitment_list) AS lists, (SELECT count(*) FROM project) AS projects,
        (SELECT sum(held_fen) FROM envelope_sums((SELECT id FROM envelope))) AS held`),
    );
    expect(counted).toEqual([{ envelopes: 1, changes: 1, lists: 0, projects: 0, held: '800000' }]);
  });

  it.each(OUTSIDERS)('are changed by no %s', async (_who, role, areaCode) => {
    const [, changed] = await asPost(role, areaCode, (tx) =>
      tx.query<[unknown[], number]>('UPDATE envelope SET small_limit_fen = 99999999'),
    );
    expect(changed).toBe(0);
    const write = asPost(role, areaCode, (tx) => tx.query(INSERT_CHANGE, [randomUUID()]));
    await expect(write).rejects.toThrow('row-level security');
    const list = asPost(role, areaCode, (tx) =>
      tx.query(`INSERT INTO commitment_list SELECT gen_random_uuid(), '2026-12-01', now(), 0`),
    );
    await expect(list).rejects.toThrow('row-level security');
  });

  it.each([
    ['UPDATE envelope_change SET reason = $1'],
    ['DELETE FROM envelope_change WHERE reason <> $1'],
    ['UPDATE commitment_list SET listed_on = now() WHERE $1 <> $1'],
    ['DELETE FROM envelope WHERE village_code <> $1'],
  ])('are history to the service itself: %s', async (statement) => {
    const write = asPost(Role.TOWNSHIP_OFFICER, TOWNSHIP, (tx) => tx.query(statement, ['x']));
    await expect(write).rejects.toThrow('permission denied');
  });

  it('hold no more than there is, whatever a program believes', async () => {
    const spend = asPost(Role.TOWNSHIP_OFFICER, TOWNSHIP, (tx) =>
      tx.query('UPDATE envelope SET small_held_fen = small_limit_fen + 1'),
    );
    await expect(spend).rejects.toThrow('envelope_small_check');
  });
});
