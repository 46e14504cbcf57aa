import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseOf, withClient } from '../../bench/database.js';
import { entryPoint, lianxin } from '../../platform/plan.js';
import type { Platform } from '../../platform/platform.js';
import { until } from '../pause.js';
import type { Random } from '../random.js';
import { accounts, type Act } from './acts.js';
import type { Load } from './load.js';

const run = promisify(execFile);
const township = '361104111';
const newVillage = `${township}399`;
const limitMs = 60_000;
const importLimitMs = 30_000;
const importer = entryPoint(lianxin, 'grid-registry', 'main').replace(/main\.js$/, 'import-areas.js');

const AREAS = `SELECT code, name FROM area WHERE code LIKE '${township}%' AND valid_until IS NULL ORDER BY code`;
const PROPOSED = '{ areaChanges(first: 50) { edges { node { id } } } }';

interface Proposed {
  readonly areaChanges: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

/**
 * A file of a township comes in, with a village under another name and one more than there was; the county approves each
 * change. @throws Error when it cannot be imported, or a change is refused
 */
export async function changeAreas(
  platform: Platform,
  { door, steward }: Load,
  { random, directory }: { random: Random; directory: string },
): Promise<void> {
  const file = join(directory, 'areas.csv');
  writeFileSync(file, await changedFile(platform, random));
  const env = { PATH: process.env['PATH'], DATABASE_URL: platform.databaseUrl('grid_registry', 'app') };
  const args = ['--subtree', township, '--valid-from', '2026-01-01', '--strict', file];
  const take = () => run(process.execPath, [importer, ...args], { env, timeout: importLimitMs });
  await until('the file is imported', () => take().then(() => true), { limitMs });
  const { areaChanges } = await until(
    'changes are proposed',
    () => door.ask<Proposed>(accounts.county, PROPOSED, {}),
    { limitMs },
  );
  const deadline = performance.now() + limitMs;
  for (const { node } of areaChanges.edges) {
    const { sent, outcome } = await steward.send(approve(node.id));
    const told =
      outcome.kind === 'unknown' ? await steward.insist(sent, () => performance.now() > deadline) : outcome;
    if (told.kind !== 'acknowledged') throw new Error(`a change of areas: ${JSON.stringify(told)}`);
  }
}

const approve = (id: string): Act => ({
  account: accounts.county,
  mutation: 'decideAreaChanges',
  inputType: 'DecideAreaChangesInput',
  input: { ids: [id], decision: 'APPROVE' },
});

async function changedFile({ superuserUrl }: Platform, random: Random): Promise<string> {
  const areas = await withClient(databaseOf(superuserUrl, 'grid_registry'), async (client) => {
    return (await client.query<{ code: string; name: string }>(AREAS)).rows;
  });
  const renamed = random.pick(areas.filter(({ code }) => code.length === newVillage.length));
  const lines = areas.map(({ code, name }) => `${code},${code === renamed.code ? `新${name}` : name}`);
  return ['code,name', ...lines, `${newVillage},新设村委会`, ''].join('\n');
}
