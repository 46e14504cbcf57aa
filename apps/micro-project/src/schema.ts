import { journalResolvers } from '@lianxin/journal';

/** Every resolver of the service, for printing its schema without starting it. */
export const resolvers = [...journalResolvers('micro-project')];
