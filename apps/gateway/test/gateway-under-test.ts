import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { startTestIssuer } from '@lianxin/testing';
import type { TestIssuer } from '@lianxin/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { parse } from 'graphql';
import { readConfig } from '../src/config.js';
import { createGateway } from '../src/gateway.js';
import { startAssessment } from './assessment.subgraph.js';
import { startMicroProject } from './micro-project.subgraph.js';
import { MemoryTransport } from './memory-transport.js';
import { startRegistry } from './registry.subgraph.js';
import type { TestRegistry } from './registry.subgraph.js';
import type { TestSubgraph } from './subgraph.js';

export const PERSON = '0190d000-0000-7000-8000-000000000001';
export const REGISTRY_SECRET = 'registry-secret-registry-secret-registry';
export const ASSESSMENT_SECRET = 'assessment-secret-assessment-secret-asse';
export const MICRO_PROJECT_SECRET = 'micro-project-secret-micro-project-secret';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown>;
  }[];
}

/** A gateway between three small subgraphs, an issuer and a transport, all in this process. */
export class GatewayUnderTest {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly registry: TestRegistry,
    readonly assessment: TestSubgraph,
    readonly microProject: TestSubgraph,
    readonly issuer: TestIssuer,
    readonly transport: MemoryTransport,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<GatewayUnderTest> {
    const [registry, assessment, microProject, issuer] = await Promise.all([
      startRegistry(REGISTRY_SECRET),
      startAssessment(ASSESSMENT_SECRET),
      startMicroProject(MICRO_PROJECT_SECRET),
      startTestIssuer(),
    ]);
    const config = readConfig({
      PORT: '1',
      METRICS_PORT: '2',
      OIDC_ISSUER: issuer.url,
      GRID_REGISTRY_URL: registry.url,
      GRID_REGISTRY_SECRET: REGISTRY_SECRET,
      ASSESSMENT_URL: assessment.url,
      ASSESSMENT_SECRET,
      MICRO_PROJECT_URL: microProject.url,
      MICRO_PROJECT_SECRET,
      ...settings,
    });
    const transport = new MemoryTransport();
    const app = await createGateway(config, {
      supergraph: compose([registry, assessment, microProject]),
      transport,
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return new GatewayUnderTest(app, url, registry, assessment, microProject, issuer, transport);
  }

  async post(body: unknown, headers: Record<string, string> = {}, path = '/graphql'): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { data, errors } = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
    return { status: response.status, headers: response.headers, data, errors: errors ?? [] };
  }

  ask(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.post({ query, variables }, headers);
  }

  async bearer(subject = PERSON, expiresInS = 600): Promise<string> {
    return `Bearer ${await this.issuer.token({ subject, expiresInS })}`;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await Promise.all([this.closeSubgraphs(), this.issuer.close()]);
  }

  async closeSubgraphs(): Promise<void> {
    await Promise.all([this.registry.close(), this.assessment.close(), this.microProject.close()]);
  }
}

function compose(subgraphs: readonly TestSubgraph[]): string {
  const own = readFileSync(new URL('../subscriptions.graphql', import.meta.url), 'utf8');
  const definitions = [...subgraphs.map(({ name, sdl }) => ({ name, sdl })), { name: 'gateway', sdl: own }];
  const { supergraphSdl, errors } = composeServices(
    definitions.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl)
    throw new Error(
      `The test's subgraphs do not compose: ${errors?.map((error) => error.message).join('; ')}`,
    );
  return supergraphSdl;
}
