import { createHash, randomBytes } from 'node:crypto';
import { clientId, redirectUri, resource } from './client.js';

const maximumSteps = 10;

/**
 * Signs a demonstration account in as a browser would (authorization code with PKCE) and returns the access token.
 * Rejects when the issuer does not answer or refuses.
 */
export async function signIn(issuer: string, account: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const start = new URL('/auth', issuer);
  start.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    resource,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: account,
  }).toString();
  const answered = await followToRedirect(start);
  const code = answered.searchParams.get('code');
  if (!code || answered.searchParams.get('state') !== state) {
    throw new Error(
      `the issuer refused: ${answered.searchParams.get('error_description') ?? 'no code was given'}`,
    );
  }
  return redeem(issuer, code, verifier);
}

async function followToRedirect(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = start;
  for (let step = 0; step < maximumSteps; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    await response.arrayBuffer();
    const location = response.headers.get('location');
    if (!location) throw new Error(`the issuer answered ${response.status} instead of signing in`);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    at = new URL(location, at);
    if (at.href.startsWith(redirectUri)) return at;
  }
  throw new Error('the issuer redirects without end');
}

async function redeem(issuer: string, code: string, verifier: string): Promise<string> {
  const response = await fetch(new URL('/token', issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
      resource,
    }),
  });
  const body = (await response.json()) as { access_token?: string; error_description?: string };
  if (!body.access_token)
    throw new Error(`the issuer gave no token: ${body.error_description ?? response.status}`);
  return body.access_token;
}
