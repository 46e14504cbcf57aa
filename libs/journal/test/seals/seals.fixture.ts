import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSealKey, RecordingTransport } from '@lianxin/testing';
import type { SealConfig } from '@lianxin/service-kit';
import { ENTRY_COLUMNS, hashEntry, Relay, Sealer, sealKeysOf, verifyJournal } from '../../src/index.js';
import type { JournalEntry, Verdict } from '../../src/index.js';
import { JournalFixture } from '../journal.fixture.js';

export const SERVICE = 'journal';
/** Entries under one seal. */
export const SEAL_SIZE = 10;

/** A journal of three aggregates whose entries alternate, sealed outside its database as well. */
export class SealsFixture {
  readonly aggregates = Array.from({ length: 3 }, () => randomUUID());
  config: SealConfig;
  private written = 0;

  private constructor(
    readonly journal: JournalFixture,
    readonly directory: string,
  ) {
    this.config = configOf(directory, aSealKey());
  }

  static async start(): Promise<SealsFixture> {
    return new SealsFixture(await JournalFixture.start(), await mkdtemp(join(tmpdir(), 'seals-')));
  }

  async stop(): Promise<void> {
    await this.journal.stop();
    await rm(this.directory, { recursive: true });
  }

  get file(): string {
    return join(this.directory, `${SERVICE}.seals.jsonl`);
  }

  get databaseUrl(): string {
    return this.journal.testDatabase.applicationUrl;
  }

  /** Writes entries that wait in the outbox; those at positions 1, 4, 7 … are of the first aggregate. */
  async write(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1, this.written += 1)
      await this.journal.write(this.aggregates[this.written % 3] as string, {
        data: { anything: { number: this.written, text: '网格事件' } },
        sealed: { text: 'A256GCM.1.x' },
      });
  }

  /** Gives the entries that wait their positions. */
  async publish(): Promise<void> {
    const relay = new Relay({ service: SERVICE, databaseUrl: this.databaseUrl }, new RecordingTransport());
    await relay.drain();
    await relay.stop();
  }

  async seal(over: Partial<SealConfig> = {}): Promise<void> {
    const sealer = this.sealer(over);
    try {
      await sealer.drain();
    } finally {
      await sealer.stop();
    }
  }

  sealer(over: Partial<SealConfig> = {}): Sealer {
    const seals = { ...this.config, ...over };
    return new Sealer({ service: SERVICE, databaseUrl: this.databaseUrl, seals }, this.journal.clock);
  }

  /** From here on another key seals; the former one is remembered. */
  rotateKey(): void {
    const former = sealKeysOf(this.config).publicKeys;
    const SEAL_PUBLIC_KEYS = former.map((key) => Buffer.from(key.export({ type: 'spki', format: 'der' })));
    this.config = { ...configOf(this.directory, aSealKey()), SEAL_PUBLIC_KEYS };
  }

  verify(): Promise<Verdict> {
    return verifyJournal({
      service: SERVICE,
      databaseUrl: this.databaseUrl,
      sealsDirectory: this.directory,
      keys: sealKeysOf(this.config),
    });
  }

  /** Does as a superuser who shrinks from nothing: no constraint, no right is in the way. */
  async tamper(statements: string): Promise<void> {
    await this.journal.sql(`SET session_replication_role = replica; ${statements}`);
  }

  async entryAt(position: number): Promise<JournalEntry> {
    const [entry] = await this.journal.sql<JournalEntry>(
      `SELECT ${ENTRY_COLUMNS} FROM journal_entry j JOIN journal_position p ON p.entry_id = j.id WHERE p.position = $1`,
      [position],
    );
    if (!entry) throw new Error(`There is no entry at ${position}.`);
    return entry;
  }

  /** Changes the payload at a position and makes its hash, and those of all that follow in the aggregate, fit. */
  async rewriteFrom(position: number, data: unknown, reach = Infinity): Promise<void> {
    const start = await this.entryAt(position);
    const chain = await this.journal.sql<JournalEntry>(
      `SELECT ${ENTRY_COLUMNS} FROM journal_entry j WHERE aggregate_id = $1 AND sequence >= $2 ORDER BY sequence`,
      [start.aggregateId, start.sequence],
    );
    let previousHash = start.previousHash;
    for (const [index, { hash: _hash, ...entry }] of chain.slice(0, reach).entries()) {
      const forged = { ...entry, previousHash, ...(index === 0 && { data }) };
      const hash = hashEntry(forged);
      await this.journal.sql(
        `UPDATE journal_entry SET data = $2, previous_hash = $3, hash = $4 WHERE id = $1`,
        [entry.id, JSON.stringify(forged.data), previousHash, hash],
      );
      previousHash = hash;
    }
  }

  async lines(): Promise<string[]> {
    return (await readFile(this.file, 'utf8')).split('\n').filter((line) => line !== '');
  }

  async writeLines(lines: readonly string[]): Promise<void> {
    await writeFile(this.file, lines.map((line) => `${line}\n`).join(''));
  }
}

const configOf = (directory: string, key: Buffer<ArrayBuffer>): SealConfig => ({
  SEAL_PRIVATE_KEY: key,
  SEAL_PUBLIC_KEYS: [],
  SEALS_DIRECTORY: directory,
  SEAL_INTERVAL_S: 60,
  SEAL_MAX_ENTRIES: SEAL_SIZE,
});
