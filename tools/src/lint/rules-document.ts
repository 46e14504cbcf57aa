import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many rules each source document gives, numbered from 01. */
const rulesPerSource: Readonly<Record<string, number>> = { S0: 27, S1: 32, S2: 24, S3: 18, S4: 52 };

const ruleId = /\bS[0-4]-\d\d\b/g;
const row = /^\|\s*(S\d-\d\d)\s*\|(.*)\|(.*)\|\s*$/gm;
const scanned = /\.(ts|mjs|md|json|graphql|sql)$/;
const skipped = new Set(['node_modules', 'dist', 'coverage', 'package-lock.json']);

export interface RuleRow {
  readonly id: string;
  readonly files: readonly string[];
}

/** Whether the sources have a rule of this id. */
export function isRuleOfTheSources(id: string): boolean {
  const [source = '', number = ''] = id.split('-');
  return Number(number) >= 1 && Number(number) <= (rulesPerSource[source] ?? 0);
}

/** The rows of docs/rules.md: the rule and the code files named in its last column. */
export function readRuleRows(markdown: string): RuleRow[] {
  return Array.from(markdown.matchAll(row), ([, id = '', , code = '']) => ({
    id,
    files: Array.from(code.matchAll(/`([^`]+)`/g), ([, file = '']) => file),
  }));
}

/** The rule ids cited in a text. */
export function citedRules(text: string): string[] {
  return [...new Set(text.match(ruleId) ?? [])];
}

/** What is wrong with the table and with the citations of rules in these files, one line each. */
export function problemsOfRules(root: string, rows: readonly RuleRow[], files: readonly string[]): string[] {
  const known = new Set(rows.map(({ id }) => id));
  const ofRows = rows.flatMap(({ id, files: codeFiles }, index) => [
    ...(isRuleOfTheSources(id) ? [] : [`${id}: the sources have no such rule`]),
    ...(rows.findIndex((other) => other.id === id) === index ? [] : [`${id}: has two rows`]),
    ...(codeFiles.length > 0 ? [] : [`${id}: names no code file`]),
    ...codeFiles
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `${id}: ${file} does not exist`),
  ]);
  const ofCitations = files.flatMap((file) => {
    const unknown = citedRules(readFileSync(join(root, file), 'utf8')).filter((id) => !known.has(id));
    return unknown.map((id) => `${file}: ${id} is not in docs/rules.md`);
  });
  return [...ofRows, ...ofCitations];
}

/** Every text file under these folders or files of the repository, relative to its root. */
export function textFilesUnder(root: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (scanned.test(path)) return existsSync(join(root, path)) ? [path] : [];
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    return entries
      .filter(({ name }) => !skipped.has(name))
      .flatMap((entry) => {
        const child = `${path}/${entry.name}`;
        if (entry.isDirectory()) return textFilesUnder(root, [child]);
        return scanned.test(entry.name) ? [child] : [];
      });
  });
}
