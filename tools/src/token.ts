import { readFileSync } from 'node:fs';
import { demonstrationAccounts, findAccount } from './issuer/accounts.js';
import { signIn } from './issuer/sign-in.js';
import { dataDirectory, dataLayout, gatewayPort, issuerPort } from './platform/settings.js';

/** `npm run -s token -- <account>`: prints an access token and nothing else, or one line on what is wrong. */
export async function printToken(account: string | undefined): Promise<void> {
  try {
    console.log(await tokenOf(account));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function tokenOf(account: string | undefined): Promise<string> {
  const names = demonstrationAccounts.map((candidate) => candidate.account).join(', ');
  if (!account || !findAccount(account)) {
    throw new Error(`${account ? `no account is called ${account}` : 'name an account'}: ${names}`);
  }
  const issuer = issuerPort(process.env['LIANXIN_PORT'] ? gatewayPort() : (runningPort() ?? gatewayPort()));
  try {
    return await signIn(`http://127.0.0.1:${issuer}`, account);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const advice = 'start the platform with npm start (or set LIANXIN_PORT)';
    throw new Error(`nothing answers on port ${issuer}: ${advice}`, { cause: error });
  }
}

/** The port of the platform that was last started on this data directory. */
function runningPort(): number | undefined {
  try {
    const state = JSON.parse(readFileSync(dataLayout(dataDirectory()).state, 'utf8')) as {
      port: number;
    };
    return state.port;
  } catch {
    return undefined;
  }
}
