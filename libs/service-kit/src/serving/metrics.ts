import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics of this process; served on a port that is not public. */
export const metrics = new Registry();

export const sqlStatements = new Counter({
  name: 'lianxin_sql_statements_total',
  help: 'SQL statements sent to PostgreSQL by the service layer',
  registers: [metrics],
});

export const requestSeconds = new Histogram({
  name: 'lianxin_graphql_request_seconds',
  help: 'Time from a GraphQL request to its response',
  labelNames: ['outcome'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
});

/** Serves `/metrics` on the loopback interface. */
export function serveMetrics(port: number, host = '127.0.0.1'): Promise<Server> {
  collectDefaultMetrics({ register: metrics });
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    return void metrics.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
