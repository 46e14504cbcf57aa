import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('./lint-planted-code.mjs', import.meta.url));

const boundary = '@nx/enforce-module-boundaries';
const parameters = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}: number`).join(', ');
const sum = (typed: string) => `export function sum(${typed}): number { return a; }`;

/** Each case: what is planted, where, and the rule that must bite; null where none may. */
const plants: readonly (readonly [name: string, filePath: string, code: string, rule: string | null])[] = [
  [
    'a service that imports another',
    'apps/assessment/src',
    "export * from '../../grid-registry/src/config.js';",
    boundary,
  ],
  [
    'a service that imports another by name',
    'apps/assessment/src',
    "export * from '@lianxin/grid-registry/src/config.js';",
    'no-restricted-imports',
  ],
  ['the gateway with personal data', 'apps/gateway/src', "export * from '@lianxin/personal-data';", boundary],
  ['a service with personal data', 'apps/assessment/src', "export * from '@lianxin/personal-data';", null],
  ['access that knows the journal', 'libs/access/src', "export * from '@lianxin/journal';", boundary],
  ['the journal that knows access', 'libs/journal/src', "export * from '@lianxin/access';", null],
  ['replicas that read policies', 'libs/replicas/src', "export * from '@lianxin/policy';", null],
  [
    'replicas that open personal data',
    'libs/replicas/src',
    "export * from '@lianxin/personal-data';",
    boundary,
  ],
  [
    'files that are sealed under their person',
    'libs/files/src',
    "export * from '@lianxin/personal-data';",
    null,
  ],
  ['files that know the journal', 'libs/files/src', "export * from '@lianxin/journal';", boundary],
  ['the gateway with files', 'apps/gateway/src', "export * from '@lianxin/files';", boundary],
  [
    'a service that starts a database',
    'apps/grid-registry/src',
    "export * from '@lianxin/embedded-postgres';",
    boundary,
  ],
  [
    'test helpers that start a database',
    'libs/testing/src',
    "export * from '@lianxin/embedded-postgres';",
    null,
  ],
  [
    'test helpers outside a test',
    'apps/grid-registry/src',
    "export * from '@lianxin/testing';",
    'no-restricted-imports',
  ],
  ['test helpers in a test', 'apps/grid-registry/test', "export * from '@lianxin/testing';", null],
  [
    'Nest in the contracts',
    'libs/contracts/src',
    "export { Module } from '@nestjs/common';",
    'no-restricted-imports',
  ],
  [
    'Kafka outside the journal',
    'libs/replicas/src',
    "export { Kafka } from 'kafkajs';",
    'no-restricted-imports',
  ],
  ['Kafka in the journal', 'libs/journal/src', "export { Kafka } from 'kafkajs';", null],
  [
    'the environment read in passing',
    'apps/gateway/src',
    'export const port = process.env.PORT;',
    'no-restricted-syntax',
  ],
  ['a default export', 'libs/policy/src', 'export default 1;', 'no-restricted-syntax'],
  ['five parameters', 'libs/policy/src', sum(parameters), 'no-restricted-syntax'],
  [
    'a promise left alone',
    'libs/policy/src',
    'Promise.reject(new Error());',
    '@typescript-eslint/no-floating-promises',
  ],
  ['any', 'libs/policy/src', 'export type Anything = any;', '@typescript-eslint/no-explicit-any'],
  [
    'an unguarded resolver',
    'apps/gateway/src',
    "import { Query } from '@nestjs/graphql';\nexport class R {\n  @Query(() => String)\n  name(): string {\n    return '';\n  }\n}",
    'lianxin/every-resolver-is-guarded',
  ],
  [
    'an injected class, whose import must stay',
    'apps/gateway/src',
    "import { Injectable } from '@nestjs/common';\nimport { Reflector } from '@nestjs/core';\n@Injectable()\nexport class S {\n  constructor(private readonly reflector: Reflector) {}\n}",
    null,
  ],
  [
    'a type imported as a value',
    'libs/policy/src',
    "import { ZodType } from 'zod';\nexport type Schema = ZodType;",
    '@typescript-eslint/consistent-type-imports',
  ],
  [
    'forty-one lines',
    'libs/policy/src',
    `export function long(): void {\n${'  long();\n'.repeat(40)}}`,
    'max-lines-per-function',
  ],
];

describe('the lint rules bite', () => {
  const planted = plants.map(([, folder, code], index) => ({
    filePath: `${folder}/planted-${index}.ts`,
    code,
  }));
  const output = execFileSync(process.execPath, [script, JSON.stringify(planted)], {
    cwd: root,
    encoding: 'utf8',
  });
  const findings = JSON.parse(output) as string[][];

  it.each(plants.map(([name, , , rule], index) => [name, rule, index] as const))(
    '%s: %s',
    (_name, rule, index) => {
      const rules = (findings[index] ?? ['not linted']).map((finding) => finding.split(': ')[0]);
      if (rule === null) expect(findings[index]).toEqual([]);
      else expect(rules).toContain(rule);
    },
  );
});
