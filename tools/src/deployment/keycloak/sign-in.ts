import { createHash, randomBytes } from 'node:crypto';
import { clientId, redirectUri } from '../../issuer/client.js';

const LIMIT_MS = 15_000;

export interface Credentials {
  readonly account: string;
  readonly password: string;
}

/**
 * Signs in through Keycloak's own page as a browser would (authorization code with PKCE) and returns the access token.
 * @param issuer address of the realm, e.g. `http://127.0.0.1:4001/realms/lianxin`
 * @throws Error when Keycloak does not answer or refuses
 */
export async function signInToKeycloak(issuer: string, credentials: Credentials): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL(`${issuer}/protocol/openid-connect/auth`);
  start.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = await codeFor(await loginPage(start), credentials);
  return redeem(issuer, code, verifier);
}

interface LoginPage {
  readonly action: string;
  readonly cookie: string;
}

async function loginPage(start: URL): Promise<LoginPage> {
  const response = await fetch(start, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
  const action = /<form[^>]*\saction="([^"]+)"/.exec(await response.text())?.[1];
  if (!action) throw new Error(`Keycloak answered ${response.status} without a page to sign in`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { action: action.replaceAll('&amp;', '&'), cookie: cookie.join('; ') };
}

async function codeFor({ action, cookie }: LoginPage, { account, password }: Credentials): Promise<string> {
  const response = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ username: account, password }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  await response.arrayBuffer();
  const location = response.headers.get('location');
  const code = location && new URL(location).searchParams.get('code');
  if (!code) throw new Error(`Keycloak does not take the password of ${account}`);
  return code;
}

async function redeem(issuer: string, code: string, verifier: string): Promise<string> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const body = (await response.json()) as { access_token?: string; error_description?: string };
  if (!body.access_token)
    throw new Error(`Keycloak gave no token: ${body.error_description ?? response.status}`);
  return body.access_token;
}
