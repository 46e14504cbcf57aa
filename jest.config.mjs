const project = (name) => ({
  displayName: name.split('/').at(-1),
  rootDir: name,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['lianxin:source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*-spec.ts', '<rootDir>/test/**/*.spec.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { swcrc: true, configFile: new URL('./.swcrc', import.meta.url).pathname }],
  },
});

export default {
  projects: [
    ...[
      'contracts',
      'service-kit',
      'access',
      'journal',
      'policy',
      'personal-data',
      'files',
      'replicas',
      'embedded-postgres',
      'embedded-kafka',
    ].map((lib) => project(`libs/${lib}`)),
    ...['gateway', 'grid-registry', 'micro-project', 'assessment'].map((app) => project(`apps/${app}`)),
    project('tools'),
  ],
  globalSetup: '<rootDir>/libs/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/global-teardown.mjs',
  testTimeout: 60_000,
  testSequencer: '<rootDir>/libs/testing/sequencer.mjs',
  // Two more than there are cores here: whoever waits for a broker or a clock leaves its core to the others.
  maxWorkers: 4,
};
