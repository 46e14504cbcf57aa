import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { AreaChanged } from '@lianxin/contracts';
import type { TestClient, TestService } from '@lianxin/testing';
import { importTexts, SEED, seed, startGridRegistry } from './areas.fixture.js';
import { aReport, take } from './grid-event.builder.js';

const CHANGES = `query ($state: AreaChangeState) { areaChanges(state: $state, first: 100) {
  edges { node { id kind state code newCode newName line area { code } } } } }`;
const DECIDE = `mutation ($input: DecideAreaChangesInput!) { decideAreaChanges(input: $input) { kind state decidedAt area { code name } } }`;
const AREA = `query ($code: String!) { area(code: $code) { id code name validFrom committeeKind parent { code } formerVersions { code name validUntil } } }`;

interface Change {
  id: string;
  kind: string;
  code: string;
  newCode: string | null;
  newName: string | null;
  line: number | null;
  area: { code: string } | null;
}
interface AreaData {
  area: {
    id: string;
    code: string;
    name: string;
    formerVersions: { code: string; name: string; validUntil: string }[];
  };
}

describe('changes of areas', () => {
  let service: TestService;
  let operator: TestClient;

  beforeEach(async () => {
    service = await startGridRegistry();
    await seed(service);
    operator = await service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: '361104' });
  });
  afterEach(() => service.stop());

  const importChanged = (edit: (text: string) => string) =>
    importTexts(service, { 'changed.csv': edit(SEED) }, { within: '361104' });

  const proposed = async (client = operator, state = 'PROPOSED'): Promise<Change[]> => {
    const { areaChanges } = await client.get<{ areaChanges: { edges: { node: Change }[] } }>(CHANGES, {
      state,
    });
    return areaChanges.edges.map(({ node }) => node);
  };

  const told = ({ kind, code, newCode, newName }: Change): string =>
    [kind, code, newCode, newName].filter(Boolean).join(' ');

  const inputFor = (changes: readonly Change[], decision: string, more = {}): { input: object } => ({
    input: { requestId: randomUUID(), ids: changes.map(({ id }) => id), decision, ...more },
  });

  const approve = async (more = {}): Promise<void> => {
    await operator.get(DECIDE, inputFor(await proposed(), 'APPROVE', more));
  };

  const areaBy = async (code: string): Promise<AreaData['area']> =>
    (await operator.get<AreaData>(AREA, { code })).area;

  const changedEvents = async () =>
    (await service.drainOutbox())
      .filter(({ type }) => type === AreaChanged.type)
      .map(({ data }) => AreaChanged.schema.parse(data));

  it('are proposed and not applied: new, renamed, moved and gone', async () => {
    const report = await importChanged((text) =>
      text
        .replace('361104111001,郑坊居民委员会', '361104111001,郑坊社区居民委员会')
        .replace('361104111203,陈墩村民委员会', '361104111213,陈墩村民委员会')
        .replace(/361104111207,西山村民委员会,361104111\n/, '')
        .concat('361104111299,新村村民委员会,361104111\n'),
    );
    expect(report).toMatchObject({ addedCount: 0, batchCount: 0, proposedCount: 4, badRowCount: 0 });
    expect((await proposed()).map(told)).toEqual([
      'RENAMED 361104111001 郑坊社区居民委员会',
      'MOVED 361104111203 361104111213 陈墩村民委员会',
      'GONE 361104111207',
      'NEW 361104111299 361104111299 新村村民委员会',
    ]);
    expect((await areaBy('361104111001')).name).toBe('郑坊居民委员会');
    expect(await operator.refusal(AREA, { code: '361104111299' })).toBe('AREA_UNKNOWN');
  });

  it('name the line of the file, and are not proposed twice', async () => {
    const edit = (text: string): string => text.replace('3611,上饶市', '3611,上饶新市');
    expect(await importChanged(edit)).toMatchObject({ proposedCount: 1 });
    expect(await importChanged(edit)).toMatchObject({ proposedCount: 0 });
    expect(await proposed()).toMatchObject([
      { kind: 'RENAMED', code: '3611', line: 3, area: { code: '3611' } },
    ]);
  });

  it('give the area another name from that day on, and keep the former one', async () => {
    await importChanged((text) => text.replace('361104111001,郑坊居民委员会', '361104111001,郑坊村民委员会'));
    await approve();
    expect(await areaBy('361104111001')).toMatchObject({
      name: '郑坊村民委员会',
      validFrom: '2024-06-30',
      committeeKind: 'RESIDENTS_COMMITTEE',
      formerVersions: [{ code: '361104111001', name: '郑坊居民委员会', validUntil: '2024-06-30' }],
    });
  });

  it('make the former code of a re-coded area answer with its successor', async () => {
    const before = await areaBy('361104111203');
    await importChanged((text) => text.replace('361104111203,', '361104111213,'));
    await approve();
    expect(await operator.refused(AREA, { code: '361104111203' })).toMatchObject({
      code: 'AREA_RECODED',
      details: { areaCode: '361104111203', successorCodes: ['361104111213'] },
    });
    expect(await areaBy('361104111213')).toMatchObject({
      id: before.id,
      formerVersions: [{ code: '361104111203' }],
    });
  });

  it('take a whole county along, with the grids, posts, departments and events inside it', async () => {
    const village = await areaBy('361104111200');
    const worker = randomUUID();
    const grantId = await service.give(worker, { role: Role.GRID_WORKER, areaCode: '361104111200001' });
    await service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES (gen_random_uuid(), 'x', 'x', '361104', '{}')`,
    );
    await service.sql(
      `INSERT INTO grid (id, area_id, code, name, kind, household_count, is_synthetic)
       VALUES (gen_random_uuid(), $1, '361104111200001', 'x', 'COMPREHENSIVE', 1, true)`,
      [village.id],
    );
    const event = await take(await service.as(worker), 'report', aReport({ areaCode: '361104111200001' }));
    const report = await importTexts(service, { 'country.csv': SEED.replaceAll('361104', '361199') });
    expect(report).toMatchObject({ addedCount: 0, proposedCount: 1 });
    expect((await proposed()).map(told)).toEqual(['MOVED 361104 361199 广信区']);
    await approve();
    expect(await areaBy('361199111200')).toMatchObject({ id: village.id, parent: { code: '361199111' } });
    expect(await operator.refused(AREA, { code: '361104111200' })).toMatchObject({
      code: 'AREA_RECODED',
      details: { successorCodes: ['361199111200'] },
    });
    expect(await service.sql('SELECT area_code FROM access_grant WHERE id = $1', [grantId])).toEqual([
      { area_code: '361199111200001' },
    ]);
    expect(await service.sql(`SELECT area_code FROM department WHERE code = 'x'`)).toEqual([
      { area_code: '361199' },
    ]);
    expect(await service.sql('SELECT code FROM grid')).toEqual([{ code: '361199111200001' }]);
    const places = await service.sql('SELECT area_code, village_code FROM grid_event WHERE id = $1', [
      event.id,
    ]);
    expect(places).toEqual([{ area_code: '361199111200001', village_code: '361199111200' }]);
    const events = await changedEvents();
    expect(events).toHaveLength(296);
    expect(events[0]).toMatchObject({ change: 'MOVED', formerCode: '361104', code: '361199' });
    expect(await importTexts(service, { 'country.csv': SEED.replaceAll('361104', '361199') })).toMatchObject({
      proposedCount: 0,
    });
  });

  it('move a village to another township with what it had', async () => {
    await importChanged((text) =>
      text.replace('361104111203,陈墩村民委员会,361104111', '361104101299,陈墩村民委员会,361104101'),
    );
    expect((await proposed()).map(told)).toEqual(['MOVED 361104111203 361104101299 陈墩村民委员会']);
    await approve();
    expect(await areaBy('361104101299')).toMatchObject({ parent: { code: '361104101' } });
  });

  it('add a township with its villages in one decision, and refuse a village without its township', async () => {
    await importChanged((text) => `${text}361104199,新镇,361104\n361104199200,甲村村民委员会,361104199\n`);
    const [township, village] = await proposed();
    expect([township, village].map((change) => change && told(change))).toEqual([
      'NEW 361104199 361104199 新镇',
      'NEW 361104199200 361104199200 甲村村民委员会',
    ]);
    const alone = await operator.refused(DECIDE, inputFor([village as Change], 'APPROVE'));
    expect(alone).toMatchObject({ code: 'AREA_PARENT_MISSING', details: { parentCode: '361104199' } });
    await operator.get(DECIDE, inputFor([village as Change, township as Change], 'APPROVE'));
    expect(await areaBy('361104199200')).toMatchObject({
      committeeKind: 'VILLAGERS_COMMITTEE',
      parent: { code: '361104199' },
    });
    expect(await proposed()).toEqual([]);
  });

  it('end an area, whose code then answers with those that took over', async () => {
    await importChanged((text) => text.replace(/361104111207,.*\n/, ''));
    await approve({ successorCodes: ['361104111206'] });
    expect(await operator.refused(AREA, { code: '361104111207' })).toMatchObject({
      code: 'AREA_RECODED',
      details: { successorCodes: ['361104111206'] },
    });
    expect(await changedEvents()).toMatchObject([{ change: 'GONE', successorCodes: ['361104111206'] }]);
  });

  it('do not end a township while villages lie in it', async () => {
    await importChanged((text) => text.replace(/361104111\d*,.*\n/g, ''));
    const changes = await proposed();
    expect(changes).toHaveLength(10);
    const township = changes.filter(({ code }) => code === '361104111');
    expect(await operator.refusal(DECIDE, inputFor(township, 'APPROVE'))).toBe('AREA_NOT_EMPTY');
    await operator.get(DECIDE, inputFor(changes, 'APPROVE'));
    expect(await operator.refused(AREA, { code: '361104111' })).toMatchObject({
      details: { successorCodes: [] },
    });
  });

  it('are not undone by files of an earlier day, nor by the same file again', async () => {
    await importChanged((text) => text.replace('西山村', '东山村').replace('361104111203,', '361104111213,'));
    await approve();
    await importChanged((text) => text.replace('西山村', '东山村').replace(/361104111204,.*\n/, ''));
    const waiting = (await proposed()).map(told);
    expect(waiting).toEqual(['GONE 361104111204', 'MOVED 361104111213 361104111203 陈墩村民委员会']);
    expect(await seed(service)).toMatchObject({ isRepeated: true, proposedCount: 0 });
    const older = { within: '361104', validFrom: '2024-01-01' };
    expect(await importTexts(service, { 'older.csv': `${SEED}\n` }, older)).toMatchObject({
      proposedCount: 0,
    });
    expect((await proposed()).map(told)).toEqual(waiting);
  });

  it('that were rejected are not proposed again by the same file', async () => {
    const edit = (text: string): string => text.replace('西山村民委员会', '东山村民委员会');
    await importChanged(edit);
    await operator.get(DECIDE, inputFor(await proposed(), 'REJECT', { reason: '名称有误' }));
    expect(await importChanged(edit)).toMatchObject({ proposedCount: 0 });
    expect(await proposed(operator, 'REJECTED')).toHaveLength(1);
    const stored = await service.sql<{ row: string }>('SELECT area_change::text AS row FROM area_change');
    expect(JSON.stringify(stored)).not.toContain('名称有误');
  });

  it('that a later import no longer finds are superseded', async () => {
    await importChanged((text) => text.replace('西山村民委员会', '东山村民委员会'));
    const changes = await proposed();
    await importChanged((text) => `${text}\n`);
    expect(await proposed(operator, 'SUPERSEDED')).toHaveLength(1);
    expect(await operator.refused(DECIDE, inputFor(changes, 'APPROVE'))).toMatchObject({
      code: 'AREA_CHANGE_DECIDED',
      details: { state: 'SUPERSEDED' },
    });
  });

  it('are decided once: a repeat has no effect, a second decision is refused', async () => {
    await importChanged((text) => text.replace('西山村民委员会', '东山村民委员会'));
    const variables = inputFor(await proposed(), 'APPROVE');
    const first = await operator.get(DECIDE, variables);
    expect(await operator.get(DECIDE, variables)).toEqual(first);
    expect(await changedEvents()).toHaveLength(1);
    const again = { input: { ...variables.input, requestId: randomUUID() } };
    expect(await operator.refusal(DECIDE, again)).toBe('AREA_CHANGE_DECIDED');
  });

  it('are for operators and for the county they lie in', async () => {
    await importChanged((text) => text.replace('西山村民委员会', '东山村民委员会'));
    const changes = await proposed();
    const [home, elsewhere, township] = await Promise.all([
      service.signIn({ role: Role.COUNTY_COMMAND, areaCode: '361104' }),
      service.signIn({ role: Role.COUNTY_COMMAND, areaCode: '361102' }),
      service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: '361104111' }),
    ]);
    expect(await service.client().refusal(CHANGES)).toBe('UNAUTHENTICATED');
    expect(await township.refusal(CHANGES)).toBe('FORBIDDEN');
    expect(await proposed(elsewhere)).toEqual([]);
    expect(await elsewhere.refusal(DECIDE, inputFor(changes, 'APPROVE'))).toBe('NOT_FOUND');
    expect(await proposed(home)).toHaveLength(1);
    await home.get(DECIDE, inputFor(changes, 'APPROVE', { reason: '区划调整' }));
    const [entry] = await service.sql<{ actor_role: string; sealed: { reason: string } }>(
      `SELECT actor_role, sealed FROM journal_entry WHERE type = $1`,
      [AreaChanged.type],
    );
    expect(entry).toMatchObject({ actor_role: 'COUNTY_COMMAND', sealed: { reason: expect.any(String) } });
    expect(entry?.sealed.reason).not.toContain('区划调整');
  });

  it('leave everything as it was when one of several cannot be applied', async () => {
    await importChanged(
      (text) =>
        `${text.replace('西山村民委员会', '东山村民委员会')}361104199,新镇,361104\n361104199200,甲村,361104199\n`,
    );
    const some = (await proposed()).filter(({ code }) => code !== '361104199');
    expect(await operator.refusal(DECIDE, inputFor(some, 'APPROVE'))).toBe('AREA_PARENT_MISSING');
    expect((await areaBy('361104111207')).name).toBe('西山村民委员会');
    expect(await proposed()).toHaveLength(3);
  });
});
