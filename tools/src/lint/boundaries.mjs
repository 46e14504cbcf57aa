const foundations = ['contracts', 'service-kit', 'access', 'journal'];
const libraries = [...foundations, 'policy', 'personal-data', 'files', 'replicas'];

/** Which libraries a project may depend on; the reasons are in docs/decisions and the project's README. */
const mayDependOn = {
  'lib:contracts': [],
  'lib:service-kit': ['contracts'],
  'lib:access': ['contracts', 'service-kit'],
  'lib:journal': ['contracts', 'service-kit', 'access'],
  'lib:policy': foundations,
  'lib:personal-data': foundations,
  'lib:files': ['contracts', 'service-kit', 'access', 'policy', 'personal-data'],
  'lib:replicas': [...foundations, 'policy'],
  'lib:embedded-postgres': [],
  'lib:embedded-kafka': ['embedded-postgres'],
  'lib:testing': [...libraries, 'embedded-postgres', 'embedded-kafka'],
  'app:gateway': foundations,
  'app:grid-registry': libraries,
  'app:assessment': libraries,
  'app:micro-project': libraries,
  tools: [...libraries, 'testing', 'embedded-postgres', 'embedded-kafka'],
};

/** Constraints for `@nx/enforce-module-boundaries`. Tests may use `testing` besides; a rule of its own keeps it there. */
export const dependencyConstraints = Object.entries(mayDependOn).map(([sourceTag, names]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [sourceTag, 'lib:testing', ...names.map((name) => `lib:${name}`)],
}));

/** `testing` builds on the libraries whose tests use it. */
export const circlesThroughTests = libraries.map((name) => ['testing', name]);

const testingInTestsAlone = {
  name: '@lianxin/testing',
  message: 'Test helpers are for tests alone.',
};
const kafkaInJournalAlone = {
  name: 'kafkajs',
  message: 'Events travel through the transports of @lianxin/journal.',
};
/** The boundary rule sees a service by its path alone: packages without exports have no name for it. */
const servicesByName = {
  group: ['gateway', 'grid-registry', 'micro-project', 'assessment'].flatMap((name) => [
    `@lianxin/${name}`,
    `@lianxin/${name}/**`,
  ]),
  message: 'Services meet in the graph and through events, never in code.',
};
const schemasAlone = {
  group: ['@nestjs/*', 'typeorm', 'pg'],
  message: 'This library is schemas, types and pure functions.',
};

/** The options of `no-restricted-imports` for one kind of file. */
export function restrictedImports({ isTest = false, isJournal = false, isPure = false }) {
  const paths = [...(isTest ? [] : [testingInTestsAlone]), ...(isJournal ? [] : [kafkaInJournalAlone])];
  return ['error', { paths, patterns: isPure ? [servicesByName, schemasAlone] : [servicesByName] }];
}
