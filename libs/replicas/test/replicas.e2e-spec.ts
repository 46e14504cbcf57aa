import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantDirectory } from '@lianxin/access';
import {
  AreaChanged,
  AreasImported,
  GrantGiven,
  GrantRevoked,
  GridDefined,
  PolicyOverridden,
} from '@lianxin/contracts';
import { EventStream } from '@lianxin/testing';
import { AreaReplica, PolicyReplica } from '../src/index.js';
import { aChange, aGrant, anImport, ReplicasFixture } from './replicas.fixture.js';

const IMPORTED = anImport([
  [1, '36', '江西省', null, null],
  [2, '3611', '上饶市', 1, null],
  [3, '361104', '广信区', 2, null],
  [5, '361104111', '郑坊镇', 3, null],
  [6, '361104111001', '郑坊居民委员会', 5, 'RESIDENTS_COMMITTEE'],
  [7, '361104111200', '楼村村民委员会', 5, 'VILLAGERS_COMMITTEE'],
  [8, '361104111201', '台湖村民委员会', 5, 'VILLAGERS_COMMITTEE'],
  [9, '350721107', '郑坊镇', null, null],
]);

describe('read copies', () => {
  let fixture: ReplicasFixture;
  const areas = new AreaReplica();
  const imports = new EventStream();

  beforeAll(async () => {
    fixture = await ReplicasFixture.start();
    await fixture.runner.deliver([imports.next(AreasImported, IMPORTED)]);
  });
  afterAll(() => fixture.service.stop());

  /** The posts known here, without what everybody holds. */
  const postsOf = async (subject: string): Promise<unknown[]> => {
    const grants = await fixture.get(GrantDirectory).grantsOf(subject);
    return grants.filter(({ id }) => id !== subject);
  };
  const get = (code: string): Promise<unknown> => fixture.read((tx) => areas.getByCode(tx, code));

  it('copy the configured subtree and its ancestors, and nothing else', async () => {
    const rows = await fixture.service.sql<{ code: string }>('SELECT code FROM area ORDER BY code');
    expect(rows.map(({ code }) => code)).toEqual([
      '36',
      '3611',
      '361104',
      '361104111',
      '361104111001',
      '361104111200',
      '361104111201',
    ]);
    expect(await get('361104111001')).toMatchObject({
      id: 6,
      level: 'VILLAGE',
      committeeKind: 'RESIDENTS_COMMITTEE',
    });
  });

  it('refuse a code that is malformed or of no area', async () => {
    await expect(get('36110411')).rejects.toMatchObject({ code: 'AREA_CODE_MALFORMED' });
    await expect(get('361104111００1')).rejects.toMatchObject({ code: 'AREA_CODE_MALFORMED' });
    await expect(get('350721107')).rejects.toMatchObject({ code: 'AREA_UNKNOWN' });
  });

  it('keep what they know when an import is read again', async () => {
    await fixture.runner.deliver([
      new EventStream().next(
        AreaChanged,
        aChange({ areaId: 8, change: 'RENAMED', code: '361104111201', name: '台湖新村' }),
      ),
    ]);
    await fixture.runner.deliver([imports.next(AreasImported, IMPORTED)]);
    expect(await get('361104111201')).toMatchObject({ name: '台湖新村', validFrom: '2026-03-01' });
  });

  it('answer a former code with its successor and carry the new code everywhere', async () => {
    const subject = randomUUID();
    const grid = {
      gridId: randomUUID(),
      code: '361104111200001',
      villageCode: '361104111200',
      kind: 'COMPREHENSIVE' as const,
    };
    await fixture.service.sql(`INSERT INTO something VALUES (7, '361104111200'), (8, '361104111201')`);
    await fixture.runner.deliver([
      new EventStream().next(GridDefined, { ...grid, householdCount: 50, isSynthetic: true }),
      new EventStream().next(GrantGiven, aGrant({ grantId: randomUUID(), subject })),
      new EventStream().next(
        AreaChanged,
        aChange({ areaId: 7, change: 'MOVED', formerCode: '361104111200', code: '361104111250' }),
      ),
    ]);
    await expect(get('361104111200')).rejects.toMatchObject({
      code: 'AREA_RECODED',
      details: { successorCodes: ['361104111250'] },
    });
    expect(await get('361104111250')).toMatchObject({ id: 7 });
    expect(await fixture.service.sql(`SELECT code, village_code FROM grid`)).toEqual([
      { code: '361104111250001', village_code: '361104111250' },
    ]);
    expect(await postsOf(subject)).toMatchObject([{ areaCode: '361104111250' }]);
    expect(await fixture.service.sql(`SELECT village_code FROM something ORDER BY village_id`)).toEqual([
      { village_code: '361104111250' },
      { village_code: '361104111201' },
    ]);
  });

  it('follow the successors of an area that is gone through a later re-coding', async () => {
    await fixture.runner.deliver([
      new EventStream().next(
        AreaChanged,
        aChange({ areaId: 8, change: 'GONE', code: '361104111201', successorCodes: ['361104111250'] }),
      ),
      new EventStream().next(
        AreaChanged,
        aChange({ areaId: 7, change: 'MOVED', formerCode: '361104111250', code: '361104111251' }),
      ),
    ]);
    await expect(get('361104111201')).rejects.toMatchObject({
      details: { successorCodes: ['361104111251'] },
    });
  });

  it('let a grid of an unknown village wait until the village arrives', async () => {
    const grid = {
      gridId: randomUUID(),
      code: '361104111300001',
      villageCode: '361104111300',
      kind: 'EXCLUSIVE' as const,
    };
    await fixture.runner.deliver([
      new EventStream().next(GridDefined, { ...grid, householdCount: 0, isSynthetic: true }),
    ]);
    const stored = (): Promise<unknown[]> =>
      fixture.service.sql(`SELECT 1 FROM grid WHERE id = $1`, [grid.gridId]);
    expect(await stored()).toEqual([]);
    await fixture.runner.deliver([
      imports.next(AreasImported, anImport([[20, '361104111300', '新村', 5, null]])),
    ]);
    fixture.service.clock.advance({ minutes: 1 });
    await fixture.runner.retryDue();
    expect(await stored()).toHaveLength(1);
  });

  it('hold a revoked grant no longer, from the commit on', async () => {
    const subject = randomUUID();
    const stream = new EventStream();
    await postsOf(subject);
    const grant = aGrant({ grantId: stream.aggregateId, subject, areaCode: '361104' });
    await fixture.runner.deliver([stream.next(GrantGiven, grant)]);
    expect(await postsOf(subject)).toMatchObject([{ id: stream.aggregateId, role: 'VILLAGE_OFFICER' }]);
    await fixture.runner.deliver([
      stream.next(GrantRevoked, {
        grantId: stream.aggregateId,
        subject,
        revokedAt: '2026-01-02T00:00:00.000Z',
      }),
    ]);
    expect(await postsOf(subject)).toEqual([]);
  });

  it('leave out grants elsewhere and roles that are not for people', async () => {
    const subject = randomUUID();
    await fixture.runner.deliver([
      new EventStream().next(GrantGiven, aGrant({ grantId: randomUUID(), subject, areaCode: '350721107' })),
      new EventStream().next(GrantGiven, aGrant({ grantId: randomUUID(), subject, role: 'SYSTEM' })),
      new EventStream().next(GrantGiven, aGrant({ grantId: randomUUID(), subject, role: 'EMPEROR' })),
    ]);
    expect(await postsOf(subject)).toEqual([]);
  });

  it('put a policy override in force on its day', async () => {
    const policies = fixture.get(PolicyReplica);
    const on = new Date('2026-06-01T00:00:00Z');
    const sample = async (): Promise<number> =>
      (await policies.book()).valueAt('indicator.minimum-sample', { areaCode: '361104111', on }).value;
    const before = await sample();
    await fixture.runner.deliver([
      new EventStream().next(PolicyOverridden, {
        overrideId: randomUUID(),
        policyKey: 'indicator.minimum-sample',
        areaCode: '361104',
        value: before + 1,
        effectiveFrom: '2026-05-01',
      }),
    ]);
    expect(await sample()).toBe(before + 1);
  });
});
