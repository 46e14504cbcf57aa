import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from '@nx/devkit';
import tseslint from 'typescript-eslint';
import {
  circlesThroughTests,
  dependencyConstraints,
  restrictedImports,
} from './tools/src/lint/boundaries.mjs';
import { everyResolverIsGuarded } from './tools/src/lint/every-resolver-is-guarded.mjs';

// Without a project graph the boundary rule skips itself with no more than a warning.
process.env.NX_DAEMON ??= 'false';
await createProjectGraphAsync({ exitOnError: true });

const specs = ['**/*.spec.ts', '**/*-spec.ts', '**/test/**/*.ts', 'libs/testing/**/*.ts'];
const environmentReaders = [
  '**/config.ts',
  '**/migrate.ts',
  '**/seed.ts',
  '**/main.ts',
  '**/import-areas.ts',
  'tools/**/*.ts',
  'libs/testing/**/*.ts',
  'libs/embedded-postgres/**/*.ts',
  'libs/embedded-kafka/**/*.ts',
];

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, in config.ts.',
};
// What Nest injects, into a constructor or a decorated method, is no call that anyone writes or reads.
const injected = ":matches(MethodDefinition[kind='constructor'] > *, MethodDefinition:has(> Decorator) > *)";
const tooManyParameters = {
  selector: `:function[params.length>4]:not(${injected})`,
  message: 'At most four parameters; group what belongs together.',
};
const restrictedEverywhere = [noDefaultExport, tooManyParameters];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '.nx/**', '.lianxin/**', '.cache/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx, lianxin: { rules: { 'every-resolver-is-guarded': everyResolverIsGuarded } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A method that keeps a port's promise need not wait for anything itself.
      '@typescript-eslint/require-await': 'off',
      // The parsers of GraphQL and of requests give enumerations by their text.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: dependencyConstraints,
          ignoredCircularDependencies: circlesThroughTests,
          checkNestedExternalImports: true,
        },
      ],
      'lianxin/every-resolver-is-guarded': 'error',
      'no-restricted-imports': restrictedImports({}),
      'no-restricted-syntax': ['error', ...restrictedEverywhere, noEnvironment],
      complexity: ['error', 15],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/journal/**/*.ts'],
    rules: { 'no-restricted-imports': restrictedImports({ isJournal: true }) },
  },
  // A bench compares the transport with the client alone, and must not reach it through what it measures.
  {
    files: ['tools/src/bench/**/raw-kafka.ts'],
    rules: { 'no-restricted-imports': restrictedImports({ isJournal: true }) },
  },
  {
    files: ['libs/contracts/**/*.ts', 'libs/policy/**/*.ts'],
    rules: { 'no-restricted-imports': restrictedImports({ isPure: true }) },
  },
  // Lists of SQL statements, however their tables may grow.
  { files: ['**/*.schema.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: environmentReaders, rules: { 'no-restricted-syntax': ['error', ...restrictedEverywhere] } },
  {
    files: specs,
    rules: {
      'no-restricted-imports': restrictedImports({ isTest: true }),
      'no-restricted-syntax': ['error', ...restrictedEverywhere],
      'max-lines-per-function': 'off',
      // Answers of HTTP and GraphQL are `any`; the expectations check them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['libs/journal/test/**/*.ts', 'libs/journal/**/*.spec.ts'],
    rules: { 'no-restricted-imports': restrictedImports({ isTest: true, isJournal: true }) },
  },
  {
    files: ['**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: Object.fromEntries(nodeGlobals().map((name) => [name, 'readonly'])) },
  },
);

function nodeGlobals() {
  return [
    'process',
    'AbortSignal',
    'console',
    'URL',
    'Buffer',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'fetch',
  ];
}
