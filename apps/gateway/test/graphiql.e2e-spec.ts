import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { serveGraphiql } from '../src/graphiql/graphiql.endpoint.js';

describe('GraphiQL', () => {
  let folder: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphiql-'));
    await writeFile(join(folder, 'index.html'), '<title>GraphiQL</title>');
    await writeFile(join(folder, 'page.js'), '0');
    server = createServer(express().use('/graphiql', serveGraphiql(folder)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphiql`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  it.each(['', '/', '?query={area}', '/page.js'])(
    'is served from this machine: /graphiql%s',
    async (path) => {
      const response = await fetch(`${url}${path}`, { redirect: 'error' });
      expect(response.status).toBe(200);
    },
  );

  it('may load nothing from another host', async () => {
    const response = await fetch(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe(`'self'`);
  });

  it('gives away no other file', async () => {
    expect((await fetch(`${url}/%2e%2e/package.json`)).status).toBe(404);
    expect((await fetch(`${url}/nothing.js`)).status).toBe(404);
  });
});
