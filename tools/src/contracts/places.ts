/** What is published, relative to the workspace: it changes by `npm run contracts:write` alone. */
export const schemasFolder = 'libs/contracts/schemas';
export const schemaFileOf = (type: string): string => `${schemasFolder}/${type}.json`;
export const asyncApiFile = 'libs/contracts/asyncapi.json';
/** What was ever published, as digests: added to by `npm run contracts:write`, never rewritten. */
export const registerFile = 'libs/contracts/published.json';
