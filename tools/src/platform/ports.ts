import { PortTakenError } from '@lianxin/embedded-postgres';
import { createServer } from 'node:net';

export interface NamedPort {
  name: string;
  port: number;
}

/** Throws one line that names the first port in use and the variable that moves them all. */
export async function requireFreePorts(ports: NamedPort[], base: number): Promise<void> {
  for (const { name, port } of ports) {
    if (!(await isFree(port))) throw portTaken(name, port, base);
  }
}

export function portTaken(name: string, port: number, base: number): Error {
  return new Error(
    `port ${port} (${name}) is in use: free it, or start with LIANXIN_PORT set to other than ${base}`,
  );
}

/** Says of a taken port what it was for and how to move it; passes any other error on. */
export function explainPort(error: unknown, name: string, base: number): unknown {
  return error instanceof PortTakenError ? portTaken(name, error.port, base) : error;
}

/** How far the ports of a platform reach beyond its gateway's. */
const reach = 40;
const attempts = 20;

/** A gateway's port, drawn until its followers are free too; the last one drawn if none was. */
export async function findFreeBase(draw: () => number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const base = draw();
    const ports = Array.from({ length: reach }, (_, offset) => ({ name: '', port: base + offset }));
    const areFree = requireFreePorts(ports, base).then(
      () => true,
      () => false,
    );
    if ((await areFree) || attempt === attempts) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((done, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(false) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
