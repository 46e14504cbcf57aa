import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';

export interface GraphQLAnswer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; details?: Record<string, unknown> };
  }[];
}

export type Variables = Record<string, unknown>;

/** Asks a service's graph as one person would through the gateway. */
export class TestClient {
  constructor(
    private readonly app: INestApplication<Server>,
    readonly subject: string,
    readonly headers: Record<string, string>,
  ) {}

  /** The same person with other headers. */
  with(headers: Record<string, string>): TestClient {
    return new TestClient(this.app, this.subject, { ...this.headers, ...headers });
  }

  async ask<Data>(query: string, variables: Variables = {}): Promise<GraphQLAnswer<Data>> {
    const response = await request(this.app.getHttpServer())
      .post('/graphql')
      .set(this.headers)
      .send({ query, variables });
    return response.body as GraphQLAnswer<Data>;
  }

  /** The data of an answer without errors. */
  async get<Data>(query: string, variables: Variables = {}): Promise<Data> {
    const answer = await this.ask<Data>(query, variables);
    if (answer.errors || !answer.data) throw new Error(`Expected data, got ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  /** The code of the first error of an answer that must have one. */
  async refusal(query: string, variables: Variables = {}): Promise<string> {
    return (await this.refused(query, variables)).code;
  }

  /** The code and details of the first error of an answer that must have one. */
  async refused(
    query: string,
    variables: Variables = {},
  ): Promise<{ code: string; details?: Record<string, unknown> }> {
    const answer = await this.ask(query, variables);
    const [error] = answer.errors ?? [];
    if (!error) throw new Error(`Expected a refusal, got ${JSON.stringify(answer.data)}`);
    return error.extensions;
  }
}
