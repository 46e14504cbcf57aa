import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort, identifyProcess, isAlive, PortTakenError } from '@lianxin/embedded-postgres';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoKafka } from './jars/jars.js';
import { layout } from './settings.js';
import { startEmbeddedKafka, type EmbeddedKafka, type EmbeddedKafkaOptions } from './start.js';
import { signIn, SignInRefusedError, type Credentials } from './wire/scram.js';

jest.setTimeout(240_000);

const missing = whyNoKafka();
if (missing && process.env['REQUIRE_KAFKA'] === '1') throw new Error(missing);
const withKafka = missing ? describe.skip : describe;

const admin = { name: 'admin', password: 'admin-secret' };
const sender = { name: 'sender', password: 'sender-secret' };
const reader = { name: 'reader', password: 'reader-secret' };

/** A start costs seconds of a processor, so the tests go through one life of a broker. */
let current: EmbeddedKafka;
let dataDir: string;
let ports: { port: number; controllerPort: number };
let said: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-kafka-spec-'));
  ports = { port: await freePort(), controllerPort: await freePort() };
});

afterAll(async () => {
  await current?.stop(10_000);
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedKafkaOptions> = {}): Promise<EmbeddedKafka> {
  said = [];
  const log = (line: string) => said.push(line);
  const users = [sender, reader];
  return startEmbeddedKafka({ dataDir, ...ports, admin, users, durable: false, log, ...options });
}

async function enters(user: Credentials): Promise<boolean> {
  try {
    (await signIn(ports.port, user)).close();
    return true;
  } catch (error) {
    if (error instanceof SignInRefusedError) return false;
    throw error;
  }
}

/** What a launcher killed outright leaves: its lock names a process that is gone, its broker runs on. */
function forgetLauncher(): void {
  writeFileSync(layout(dataDir).lock, JSON.stringify({ pid: 1, startedAt: 'another boot', token: 'x' }));
}

withKafka('a broker', () => {
  it('lets in its users by their passwords and nobody else, and keeps its secrets private', async () => {
    mkdirSync(join(dataDir, 'storage.new-interrupted'));
    current = await start();
    expect(current.brokers).toBe(`127.0.0.1:${ports.port}`);
    expect(await Promise.all([admin, sender, reader].map(enters))).toEqual([true, true, true]);
    expect(await enters({ ...sender, password: reader.password })).toBe(false);
    expect(await enters({ name: 'nobody', password: 'anything' })).toBe(false);
    const { properties, controllerPassword, log } = layout(dataDir);
    for (const file of [properties, controllerPassword, log]) expect(statSync(file).mode & 0o777).toBe(0o600);
    const command = readFileSync(`/proc/${current.pid}/cmdline`, 'utf8');
    for (const { password } of [admin, sender, reader]) expect(command).not.toContain(password);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('storage.'))).toEqual([]);
  });

  it('takes in who is new, follows a changed password and lets go who is no longer named', async () => {
    const newcomer = { name: 'newcomer', password: 'newcomer-secret' };
    const changed = { ...sender, password: 'another-secret' };
    await current.stop(10_000);
    current = await start({ users: [changed, newcomer] });
    expect(await Promise.all([newcomer, changed].map(enters))).toEqual([true, true]);
    expect(await Promise.all([sender, reader].map(enters))).toEqual([false, false]);
  });

  it('starts on the port of one that survived its launcher, and after kill -9', async () => {
    forgetLauncher();
    const next = await start();
    expect(said).toContain('stopped a Kafka that had survived its launcher');
    expect(await current.exited).toBe('code 143');
    process.kill(next.pid, 'SIGKILL');
    expect(await next.exited).toBe('signal SIGKILL');
    current = await start();
    expect(await enters(reader)).toBe(true);
  });

  it('spares a stranger that was given the old number, and says what is wrong with the password', async () => {
    await current.stop(10_000);
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const identity = identifyProcess(stranger.pid ?? 0);
    writeFileSync(layout(dataDir).process, JSON.stringify({ pid: stranger.pid, startedAt: 'earlier' }));
    try {
      const refused = start({ admin: { ...admin, password: 'forgotten' } });
      await expect(refused).rejects.toThrow('another administrator or another password');
      expect(identity && isAlive(identity)).toBe(true);
      expect(readdirSync(dataDir)).not.toContain('launcher.lock');
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

describe('before anything is started', () => {
  it('a port that is taken is named', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(ports.controllerPort, '127.0.0.1', done));
    try {
      const failure = start();
      await expect(failure).rejects.toBeInstanceOf(PortTakenError);
      await expect(failure).rejects.toThrow(String(ports.controllerPort));
    } finally {
      await new Promise((done) => other.close(done));
    }
  });

  (missing ? it.skip : it)('a folder of something else is not taken for a storage', async () => {
    const strange = mkdtempSync(join(tmpdir(), 'lianxin-kafka-spec-'));
    mkdirSync(layout(strange).storage);
    await expect(start({ dataDir: strange })).rejects.toThrow('is not the storage of a broker');
    rmSync(strange, { recursive: true });
  });
});
