import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../platform/settings.js';

/** A program and its first words: Compose, as a plugin of Docker or by itself. Neither needs an engine to read a file. */
export type ComposeProgram = readonly [program: string, ...words: string[]];

/** Debian's own build of Compose 2, taken apart where Debian's tools are at hand and nothing is installed. */
const debianPackage = {
  url: 'http://deb.debian.org/debian/pool/main/d/docker-compose/docker-compose_2.26.1-4_amd64.deb',
  sha256: '47681197cb2b1ab88206b42a1a92fc75f50d9530a6322d03494a473eed0408ea',
  program: 'usr/libexec/docker/cli-plugins/docker-compose',
};
const fetchLimitMs = 60_000;

/** @returns Compose 2 or later, or the reason why there is none */
export async function findCompose(): Promise<ComposeProgram | string> {
  const installed: ComposeProgram[] = [['docker', 'compose'], ['docker-compose']];
  const found = installed.find(works);
  if (found) return found;
  try {
    const fetched: ComposeProgram = [await fetchProgram()];
    return works(fetched) ? fetched : 'Compose was fetched and does not run here';
  } catch (error) {
    return `no Compose 2 or later here, and none to be fetched: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

function works([program, ...words]: ComposeProgram): boolean {
  const { stdout } = spawnSync(program, [...words, 'version', '--short'], { encoding: 'utf8' });
  return /^v?([2-9]|\d\d)\./.test(stdout ?? '');
}

async function fetchProgram(): Promise<string> {
  const { url, sha256, program } = debianPackage;
  const target = join(workspaceRoot, 'node_modules/.cache/lianxin-compose', sha256.slice(0, 16));
  if (existsSync(target)) return join(target, program);
  if (process.arch !== 'x64' || spawnSync('dpkg-deb', ['--version']).status !== 0)
    throw new Error('this is no Debian on x64');
  const response = await fetch(url, { signal: AbortSignal.timeout(fetchLimitMs) });
  const archive = Buffer.from(await response.arrayBuffer());
  if (createHash('sha256').update(archive).digest('hex') !== sha256)
    throw new Error(`${url} is not the file that is expected`);
  const draft = `${target}-${randomUUID()}`;
  mkdirSync(draft, { recursive: true });
  try {
    writeFileSync(join(draft, 'package.deb'), archive);
    const { status } = spawnSync('dpkg-deb', ['--extract', join(draft, 'package.deb'), draft]);
    if (status !== 0) throw new Error('dpkg-deb could not take the package apart');
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(target, program);
}
