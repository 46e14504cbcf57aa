import { randomUUID } from 'node:crypto';
import { signIn } from '../issuer/sign-in.js';
import type { PlatformAddress } from './running-platform.js';
import { StoryError } from './storyteller.js';

const answerLimitMs = 30_000;

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** A demonstration account, signed in, that asks the graph. */
export class Person {
  private constructor(
    readonly account: string,
    readonly address: PlatformAddress,
    /** Sent with every request: identity and the correlation id. */
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async signIn(account: string, address: PlatformAddress, correlationId: string): Promise<Person> {
    const token = await signIn(address.issuerUrl, account);
    const headers = { authorization: `Bearer ${token}`, 'x-correlation-id': correlationId };
    return new Person(account, address, headers);
  }

  /** Somebody who has no account and does not sign in. */
  static withoutAccount(name: string, address: PlatformAddress, correlationId: string): Person {
    return new Person(name, address, { 'x-correlation-id': correlationId });
  }

  /** @throws StoryError when the graph refuses any part of it */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.send<T>(query, variables);
    if (errors?.length || !data) throw new StoryError(`expected an answer, got ${describe(errors)}`);
    return data;
  }

  /** Runs a mutation, under a request id of its own unless the input brings one. @returns what it answers */
  async command<T>(mutation: string, name: string, input: Record<string, unknown>): Promise<T> {
    const data = await this.ask<Record<string, T>>(mutation, {
      input: { requestId: randomUUID(), ...input },
    });
    return data[name] as T;
  }

  /**
   * Asks for what must be refused.
   * @returns the code of the refusal
   * @throws StoryError when it was allowed
   */
  async refusalOf(query: string, variables: Record<string, unknown>): Promise<string> {
    const { errors } = await this.send<unknown>(query, variables);
    if (!errors?.length) throw new StoryError('expected a refusal, got an answer');
    return errors[0]?.extensions?.code ?? 'no code';
  }

  private async send<T>(query: string, variables: Record<string, unknown>): Promise<Answer<T>> {
    const response = await fetch(`${this.address.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return (await response.json()) as Answer<T>;
  }
}

function describe(errors: Answer<unknown>['errors']): string {
  const told = (errors ?? []).map(
    ({ message, path, extensions }) =>
      `${extensions?.code ?? 'no code'} (${message}${path ? ` at ${path.join('.')}` : ''})`,
  );
  return told.join('; ') || 'no data';
}
