import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@lianxin/embedded-postgres';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationAccounts, findAccount } from './accounts.js';
import { startIssuer } from './server.js';
import { signIn } from './sign-in.js';

/** Opaque and unguessable, whatever its form. */
const CODE = /^[\w-]{20,}$/;

let dataDir: string;
let port: number;
let issuer: { url: string; server: Server };

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-issuer-'));
  port = await freePort();
  issuer = await startIssuer({ host: '127.0.0.1', port, dataDir });
});

afterAll(() => {
  issuer.server.close();
  issuer.server.closeAllConnections();
  rmSync(dataDir, { recursive: true, force: true });
});

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL('/jwks', issuer.url)), {
    issuer: issuer.url,
    audience: 'lianxin',
    typ: 'at+jwt',
    algorithms: ['ES256'],
  });

describe('the demonstration issuer', () => {
  it('signs every account in, and names the person and nothing else', async () => {
    for (const { account, subject } of demonstrationAccounts) {
      const { payload } = await verify(await signIn(issuer.url, account));
      expect(payload.sub).toBe(subject);
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
      expect(Object.keys(payload).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'sub']);
    }
  });

  it('keeps its key, in a private file, so that tokens outlive a restart', async () => {
    const token = await signIn(issuer.url, 'auditor');
    const before = decodeProtectedHeader(token).kid;
    issuer.server.closeAllConnections();
    await new Promise((done) => issuer.server.close(done));
    issuer = await startIssuer({ host: '127.0.0.1', port, dataDir });
    await new Promise((done) => setTimeout(done, 20));
    expect((await verify(token)).protectedHeader.kid).toBe(before);
    expect(statSync(join(dataDir, 'issuer-keys.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['0.0.0.0', '192.168.1.4', '::', 'localhost'])('refuses to listen on %s', async (host) => {
    await expect(startIssuer({ host, port: await freePort(), dataDir })).rejects.toThrow('loopback');
  });

  it('does not answer under a foreign name', async () => {
    const status = await new Promise<number | undefined>((done, reject) => {
      const call = request(`${issuer.url}/jwks`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      call.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('refuses an unknown account by showing the login page instead of a code', async () => {
    await expect(signIn(issuer.url, 'mayor')).rejects.toThrow('200 instead of signing in');
  });

  it('refuses a code flow without PKCE', async () => {
    const url = new URL('/auth', issuer.url);
    url.search =
      'client_id=lianxin-demo&response_type=code&scope=openid&redirect_uri=http://127.0.0.1/callback';
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_request');
  });
});

describe('signing in by hand', () => {
  it('lists the accounts without any outside asset, takes the chosen one and changes over on a new hint', async () => {
    const cookies = new Map<string, string>();
    const first = await browse(authorization(''), cookies);
    expect(first.body).toContain(findAccount('grid-worker')?.nameZh);
    expect(first.body).not.toMatch(/https?:\/\//);
    const chosen = await browse(first.at, cookies, new URLSearchParams({ account: 'grid-worker' }));
    expect(chosen.at.searchParams.get('code')).toMatch(CODE);
    const again = await browse(authorization(''), cookies);
    expect(again.at.searchParams.get('code')).toMatch(CODE);
    const other = await browse(authorization('&login_hint=auditor'), cookies);
    expect(other.at.searchParams.get('code')).toMatch(CODE);
  });
});

function authorization(extra: string): URL {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const query = `client_id=lianxin-demo&response_type=code&scope=openid&code_challenge=${challenge}&code_challenge_method=S256`;
  return new URL(`/auth?${query}&redirect_uri=http://127.0.0.1:1/callback${extra}`, issuer.url);
}

/** Follows redirects with cookies until a page is shown or the client's own address is reached. */
async function browse(
  start: URL,
  cookies: Map<string, string>,
  form?: URLSearchParams,
): Promise<{ at: URL; body: string }> {
  let at = start;
  let body = form;
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const init = body ? { method: 'POST', body } : {};
    const response = await fetch(at, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const text = await response.text();
    const location = response.headers.get('location');
    if (!location) return { at, body: text };
    at = new URL(location, at);
    body = undefined;
    if (at.port === '1') return { at, body: '' };
  }
  throw new Error('redirects without end');
}
