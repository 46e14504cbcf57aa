import { Pool } from 'undici';
import type { Platform } from '../platform/platform.js';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

const defaultLimitMs = 300_000;

/** Asks the gateway as demonstration accounts, over connections that are kept. */
export class GraphClient {
  private readonly tokens = new Map<string, string>();

  private constructor(private readonly pool: Pool) {}

  static async signedIn(
    { port, token }: Pick<Platform, 'port' | 'token'>,
    accounts: readonly string[],
    { connections = 32, limitMs = defaultLimitMs }: { connections?: number; limitMs?: number } = {},
  ): Promise<GraphClient> {
    const limits = { headersTimeout: limitMs, bodyTimeout: limitMs };
    const client = new GraphClient(new Pool(`http://127.0.0.1:${port}`, { connections, ...limits }));
    for (const account of accounts) client.tokens.set(account, await token(account));
    return client;
  }

  /** @throws Error with the first code that the graph answers */
  async ask<Data>(account: string, query: string, variables: object = {}): Promise<Data> {
    const { body } = await this.pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.tokens.get(account)}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await body.json()) as Answer<Data>;
    const [error] = errors ?? [];
    if (error) throw new Error(`${account}: ${error.extensions?.code ?? 'error'}: ${error.message}`);
    if (!data) throw new Error(`${account}: no data`);
    return data;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
