import { signIn } from '../../issuer/sign-in.js';
import type { Outcome } from './ledger.js';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

export interface Address {
  readonly gatewayUrl: string;
  readonly issuerUrl: string;
}

const answerLimitMs = 15_000;
const signInLimitMs = 60_000;

/** Codes that say something is down: whether the command was done before, nobody knows. */
const DOWN = new Set([
  'INTERNAL_SERVER_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'TOO_MANY_REQUESTS',
]);
const NO_TOKEN = 'UNAUTHENTICATED';

/** The gateway as clients see it: one request, one outcome. */
export class GatewayDoor {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(readonly address: Address) {}

  /** The account's token; signing in waits for an issuer that is down. */
  token(account: string): Promise<string> {
    const known = this.tokens.get(account);
    if (known) return known;
    const token = this.signIn(account);
    this.tokens.set(account, token);
    token.catch(() => this.tokens.delete(account));
    return token;
  }

  forget(account: string): void {
    this.tokens.delete(account);
  }

  /** Sends a mutation whose field is aliased `answer`. Never throws. */
  async command(
    account: string,
    document: string,
    { input, correlationId }: { input: object; correlationId: string },
    onAnswer: (answer: unknown) => void = () => undefined,
  ): Promise<Outcome> {
    try {
      const answer = await this.send<{ answer?: { id?: string } | null }>(account, document, {
        ...{ variables: { input }, correlationId },
      });
      onAnswer(answer.data?.answer);
      return this.outcomeOf(account, answer);
    } catch (error) {
      return { kind: 'unknown', why: describe(error) };
    }
  }

  /** @throws Error when there is no whole answer */
  async ask<Data>(account: string, document: string, variables: object): Promise<Data> {
    const { data, errors } = await this.send<Data>(account, document, { variables });
    if (errors?.length || !data) throw new Error(errors?.[0]?.extensions?.code ?? 'no data');
    return data;
  }

  private outcomeOf(account: string, { data, errors }: Answer<{ answer?: { id?: string } | null }>): Outcome {
    const [error] = errors ?? [];
    if (!error && data?.answer) return { kind: 'acknowledged', aggregateId: data.answer.id ?? null };
    if (!error) return { kind: 'unknown', why: 'neither data nor error' };
    const code = error.extensions?.code ?? 'NO_CODE';
    if (code === NO_TOKEN) this.forget(account);
    return DOWN.has(code) ? { kind: 'unknown', why: code } : { kind: 'refused', code };
  }

  private async send<Data>(
    account: string,
    query: string,
    { variables, correlationId }: { variables: object; correlationId?: string },
  ): Promise<Answer<Data>> {
    const authorization = `Bearer ${await this.token(account)}`;
    const response = await fetch(`${this.address.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', authorization },
        ...(correlationId && { 'x-correlation-id': correlationId }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return (await response.json()) as Answer<Data>;
  }

  private async signIn(account: string): Promise<string> {
    const deadline = performance.now() + signInLimitMs;
    for (;;) {
      try {
        return await signIn(this.address.issuerUrl, account);
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await new Promise((done) => setTimeout(done, 200));
      }
    }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const cause = error.cause instanceof Error && 'code' in error.cause ? ` ${String(error.cause.code)}` : '';
  return `${error.name}${cause}`;
}
