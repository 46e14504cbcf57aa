import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv4 } from 'node:net';
import type Provider from 'oidc-provider';
import { findAccount } from './accounts.js';
import { loadIssuerKeys } from './keys.js';
import { loginPage } from './login-page.js';
import { createProvider } from './provider.js';

export interface IssuerOptions {
  host: string;
  port: number;
  /** Where the keys are kept. */
  dataDir: string;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const formLimitBytes = 4096;

/**
 * Serves the demonstration issuer. It signs anyone in as anyone, so it refuses to listen anywhere but on loopback and to
 * answer requests that were addressed to another name (a web page that has its own name point here).
 */
export async function startIssuer({
  host,
  port,
  dataDir,
}: IssuerOptions): Promise<{ url: string; server: Server }> {
  if (!isLoopback(host)) {
    throw new Error(`the demonstration issuer listens on loopback addresses only, not on ${host}`);
  }
  const authority = `${host === '::1' ? '[::1]' : host}:${port}`;
  const url = `http://${authority}`;
  const provider = createProvider(url, await loadIssuerKeys(dataDir));
  const server = createServer((request, response) => {
    if (request.headers.host !== authority) return void response.writeHead(421).end();
    answer(provider, request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((done, reject) => server.once('error', reject).listen(port, host, done));
  return { url, server };
}

export function isLoopback(host: string): boolean {
  return host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', provider.issuer).pathname;
  if (path.startsWith('/health/')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  } else if (path.startsWith('/interaction/')) {
    await interact(provider, request, response);
  } else {
    await provider.callback()(request, response);
  }
}

/** Signs in at once the account that `login_hint` or the pressed button names, and shows the accounts otherwise. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response);
  const { uid, params } = interaction;
  const named = request.method === 'POST' ? (await readForm(request)).get('account') : params['login_hint'];
  const account = findAccount(named);
  if (account) {
    await leaveOtherSession(provider, interaction, account.subject);
    return provider.interactionFinished(request, response, { login: { accountId: account.subject } });
  }
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:*",
    })
    .end(loginPage(uid));
}

/** Changing over would otherwise ask for a logout first; among demonstration accounts naming another one is enough. */
async function leaveOtherSession(
  provider: Provider,
  interaction: Interaction,
  subject: string,
): Promise<void> {
  const { session } = interaction;
  if (!session?.accountId || session.accountId === subject) return;
  await (await provider.Session.findByUid(session.uid))?.destroy();
  delete interaction.session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > formLimitBytes) throw new Error('the form is too large');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function fail(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
  response.end('the sign-in could not be continued: start again\n');
}
