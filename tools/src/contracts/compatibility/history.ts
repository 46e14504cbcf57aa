import { workspaceRoot } from '../../platform/settings.js';
import { registerFile, schemasFolder } from '../places.js';
import { breakingChanges } from './compatibility.js';
import { fileAt, git, publishedAt, publishedInFolder } from './published-files.js';
import { parseRegister, registerInFolder, takenFromRegister } from './register.js';
import { resolve } from 'node:path';

/** Older states are compared when the next one is made. */
const MAX_STATES = 10;

/**
 * The commits, newest first, at which the published contracts were changed on the way to the working tree; undefined where
 * there is no history to ask: no git, no repository of its own, a shallow copy.
 */
export function statesInHistory(root = workspaceRoot): string[] | undefined {
  try {
    if (git(root, 'rev-parse', '--show-prefix', '--is-shallow-repository').trim() !== 'false')
      return undefined;
    const limits = ['--first-parent', `--max-count=${MAX_STATES}`, '--format=%H'];
    const listed = git(root, 'log', ...limits, 'HEAD', '--', schemasFolder, registerFile);
    return listed.split('\n').filter((commit) => commit !== '');
  } catch {
    return undefined;
  }
}

/** Every way in which the contracts of the working tree break, or the register forgets, what these commits published. */
export function brokenSince(commits: readonly string[], root = workspaceRoot): string[] {
  const inFolder = publishedInFolder(resolve(root, schemasFolder));
  const register = registerInFolder(root);
  const found = commits.flatMap((commit) => {
    const before = fileAt(commit, registerFile, root);
    return [
      ...breakingChanges(publishedAt(commit, root), inFolder),
      ...(before === undefined ? [] : takenFromRegister(parseRegister(before), register)),
    ];
  });
  return [...new Set(found)];
}
