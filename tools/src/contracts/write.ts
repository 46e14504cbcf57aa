import { EVENTS } from '@lianxin/contracts';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '../platform/settings.js';
import { ADVICE, breakingChanges, type Schemas } from './compatibility/compatibility.js';
import { contractFiles, type ContractFile } from './contract-files.js';
import { brokenSince, statesInHistory } from './compatibility/history.js';
import { publishedAt, publishedInFolder } from './compatibility/published-files.js';
import { foreignToRegister, registerInFolder } from './compatibility/register.js';
import { publishedSchemaOf } from './schemas/published-schema.js';

const pathOf = (file: string): string => resolve(workspaceRoot, file);

function isDrifted({ file, content }: ContractFile): boolean {
  return !existsSync(pathOf(file)) || readFileSync(pathOf(file), 'utf8') !== content;
}

/** @throws Error that names every change of a published version and says what to do instead */
function refuseBreaking(published: Schemas): void {
  const current = new Map([...EVENTS].map(([type, event]) => [type, publishedSchemaOf(event)]));
  refuse(breakingChanges(published, current));
}

/** @throws Error when a schema, or the register of all that was ever published, was rewritten by hand or removed */
function refuseRewritten(): void {
  const foreign = foreignToRegister(registerInFolder(), publishedInFolder());
  if (foreign.length > 0) throw new Error(foreign.join('\n'));
  refuse(brokenSince(statesInHistory() ?? []));
}

function refuse(broken: readonly string[]): void {
  if (broken.length > 0) throw new Error(`Published events would break:\n${broken.join('\n')}\n${ADVICE}`);
}

async function main(isCheck: boolean, against?: string): Promise<void> {
  refuseRewritten();
  refuseBreaking(publishedInFolder());
  if (against !== undefined) refuseBreaking(publishedAt(against));
  const drifted = (await contractFiles()).filter(isDrifted);
  const files = drifted.map(({ file }) => file).join(', ');
  if (isCheck && drifted.length > 0)
    throw new Error(`Published contracts are not those of the code: ${files}. Run: npm run contracts:write`);
  for (const { file, content } of drifted) {
    mkdirSync(dirname(pathOf(file)), { recursive: true });
    writeFileSync(pathOf(file), content);
  }
  process.stdout.write(`Contracts are ${drifted.length === 0 ? 'as the code says' : `written: ${files}`}\n`);
}

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, against: { type: 'string' } },
});
main(values.check, values.against).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
