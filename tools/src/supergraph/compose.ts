import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { workspaceRoot } from '../platform/settings.js';
import { composeSupergraph, OWN_SUBGRAPH } from './compose-supergraph.js';
import type { Subgraph } from './compose-supergraph.js';
import { ownSubgraphFile, resolverFile, schemaFile, subgraphNames, supergraphFile } from './places.js';

const run = promisify(execFile);
const printer = fileURLToPath(new URL('./print-subgraph.js', import.meta.url));

interface Written {
  readonly file: string;
  readonly content: string;
}

/** Each service is printed by a process of its own: the decorators of one must not meet those of another. */
async function printed(name: string): Promise<Subgraph> {
  if (!existsSync(resolverFile(name))) throw new Error(`${name} is not built: npx nx run ${name}:build`);
  const { stdout } = await run(process.execPath, [printer, name], { maxBuffer: 16 * 1024 * 1024 });
  return { name, sdl: stdout };
}

async function schemaFiles(): Promise<Written[]> {
  const subgraphs = await Promise.all(subgraphNames.map(printed));
  const own: Subgraph = {
    name: OWN_SUBGRAPH,
    sdl: readFileSync(resolve(workspaceRoot, ownSubgraphFile), 'utf8'),
  };
  return [
    ...subgraphs.map(({ name, sdl }) => ({ file: schemaFile(name), content: sdl })),
    { file: supergraphFile, content: composeSupergraph([...subgraphs, own]) },
  ];
}

function isDrifted({ file, content }: Written): boolean {
  const path = resolve(workspaceRoot, file);
  return !existsSync(path) || readFileSync(path, 'utf8') !== content;
}

async function main(isCheck: boolean): Promise<void> {
  const drifted = (await schemaFiles()).filter(isDrifted);
  if (isCheck && drifted.length > 0) {
    const files = drifted.map(({ file }) => file).join(', ');
    throw new Error(`Committed schemas are not those of the code: ${files}. Run: npm run schema:write`);
  }
  for (const { file, content } of drifted) writeFileSync(resolve(workspaceRoot, file), content);
  const what =
    drifted.length === 0 ? 'as the code says' : `written: ${drifted.map(({ file }) => file).join(', ')}`;
  process.stdout.write(`Schemas are ${what}\n`);
}

main(process.argv.includes('--check')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
