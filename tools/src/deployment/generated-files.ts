import { format } from 'prettier';
import { demonstrationAccounts } from '../issuer/accounts.js';
import { realmOf } from './keycloak/realm.js';
import { envFileOf } from './secrets.js';

export interface GeneratedFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly content: string;
}

export const realmFile = 'docker/keycloak/lianxin-realm.json';
export const seedFile = 'docker/seed/demonstration.json';
export const exampleFile = 'docker/example.env';

const HEAD = `# The variables that docker-compose.yml asks for. "npm run deployment:env" writes docker/local.env with a value for each;
# this file holds none and is generated: npm run deployment:write

`;

/** What the composition needs of the code: the accounts as a realm and as first grants, and the list of its secrets. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  return [
    { file: realmFile, content: await json(realmOf(demonstrationAccounts)) },
    { file: seedFile, content: await json({ accounts: demonstrationAccounts }) },
    { file: exampleFile, content: `${HEAD}${envFileOf()}` },
  ];
}

const json = (value: unknown): Promise<string> =>
  format(JSON.stringify(value), { parser: 'json', printWidth: 110 });
