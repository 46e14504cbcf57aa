import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

export interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  /** Every request since the start or the last `splice`. */
  readonly asked: Asked[];
  close(): Promise<void>;
}

export interface SubgraphDefinition {
  readonly name: string;
  readonly sdl: string;
  readonly secret: string;
  readonly resolvers: NonNullable<
    Parameters<typeof buildSubgraphSchema>[0] & { resolvers?: unknown }
  >['resolvers'];
}

/** A subgraph in this process, as small as one can be, that keeps what it was asked. */
export async function startSubgraph(definition: SubgraphDefinition): Promise<TestSubgraph> {
  const { name, sdl, secret, resolvers } = definition;
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers } as Parameters<
    typeof buildSubgraphSchema
  >[0]);
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/health/ready') return response.writeHead(200).end('{}');
      const { query, variables } = JSON.parse(await bodyOf(request)) as Asked;
      asked.push({ query, variables, headers: request.headers });
      const isGateway = request.headers['x-lianxin-gateway'] === secret;
      const answer = isGateway
        ? await graphql({
            schema,
            source: query,
            variableValues: variables,
            contextValue: { headers: request.headers },
          })
        : { errors: [{ message: 'secret', extensions: { code: 'GATEWAY_SECRET_REQUIRED' } }] };
      return response
        .writeHead(isGateway ? 200 : 401, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name,
    sdl,
    url: `http://127.0.0.1:${port}/graphql`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
