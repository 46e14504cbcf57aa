import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gatewayPort, issuerPort, workspaceRoot } from '../../platform/settings.js';
import { signInToKeycloak } from './sign-in.js';
import { PASSWORD_VARIABLE, REALM } from './realm.js';

/** `npm run -s deployment:token -- <account>`: prints an access token of the composition's Keycloak and nothing else. */
async function main(account: string | undefined): Promise<void> {
  if (!account) throw new Error('name an account, e.g. grid-worker');
  const environment = readFileSync(resolve(workspaceRoot, 'docker/local.env'), 'utf8');
  const password = new RegExp(`^${PASSWORD_VARIABLE}=(.*)$`, 'm').exec(environment)?.[1] ?? '';
  const issuer = `http://127.0.0.1:${issuerPort(gatewayPort(''))}/realms/${REALM}`;
  console.log(await signInToKeycloak(issuer, { account, password }));
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
