import type { Clock, SealConfig } from '@lianxin/service-kit';
import { metrics } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { Gauge } from 'prom-client';
import { Leader } from '../leader.js';
import { Loop } from '../retry.js';
import { faultAt, PositionWalk, readPlaced } from './walk/journal-walk.js';
import { OutsideSeals } from './outside/outside-seals.js';
import { INSERT_SEAL, sealParametersOf } from './outside/restorations.js';
import { sealKeysOf, signerOf } from './seal-keys.js';
import type { SealSigner } from './seal-keys.js';
import { hashSeal, SealDigest } from './seal.js';
import type { Seal, SealContent } from './seal.js';
import { findNextRange } from './seal-range.js';
import type { SealRange } from './seal-range.js';
import { BrokenJournalError } from './verdict.js';
import type { Fault } from './verdict.js';

const POLL_MS = 1_000;
const STANDBY_POLL_MS = 5_000;
/** How long until a broken journal is looked at, and reported, again. */
const BROKEN_POLL_MS = 30_000;

const brokenGauge = new Gauge({
  name: 'lianxin_journal_broken',
  help: '1 when the sealer met a broken entry, or seals outside the database that differ; 0 when all is well',
  registers: [metrics],
});

const sealedPosition = new Gauge({
  name: 'lianxin_journal_sealed_position',
  help: 'Position up to which the journal is sealed',
  registers: [metrics],
});

export interface SealerOptions {
  readonly service: string;
  readonly databaseUrl: string;
  readonly seals: SealConfig;
}

/**
 * Seals the journal: one active sealer a service. It verifies what it seals and never seals a broken entry; the
 * service goes on all the same. A seal is committed first and then appended outside the database, where the next
 * round, or the next sealer, makes up for what is missing.
 */
export class Sealer {
  private readonly logger = new Logger(Sealer.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private readonly signer: SealSigner;
  private readonly outside: OutsideSeals;
  /** By the process's own steady clock: a wall clock may be moved. */
  private dueAtMs = 0;

  constructor(
    private readonly options: SealerOptions,
    private readonly clock: Clock,
  ) {
    this.signer = signerOf(options.seals);
    const place = { service: options.service, directory: options.seals.SEALS_DIRECTORY };
    this.outside = new OutsideSeals(place, sealKeysOf(options.seals));
    this.leader = new Leader(options.databaseUrl, `${options.service}.sealer`);
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Sealing failed', error: String(error) });
        await this.leader.learn(error);
      },
    );
  }

  start(): void {
    this.loop.start();
  }

  /**
   * Seals everything that has a position by now. For tests and the step of an operator.
   * @throws BrokenJournalError at an entry that is not as it was written
   */
  async drain(): Promise<void> {
    const client = await this.leader.acquire();
    if (!client) return;
    await this.outside.catchUp(client);
    while (await this.sealNext(client, 1));
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.leader.release();
  }

  private async step(): Promise<number> {
    const client = await this.leader.acquire();
    if (!client) return STANDBY_POLL_MS;
    try {
      await this.outside.catchUp(client);
      const isDue = performance.now() >= this.dueAtMs;
      const hasSealed = await this.sealNext(client, isDue ? 1 : this.options.seals.SEAL_MAX_ENTRIES);
      brokenGauge.set(0);
      return hasSealed ? 0 : POLL_MS;
    } catch (error) {
      if (!(error instanceof BrokenJournalError)) throw error;
      brokenGauge.set(1);
      this.logger.error({ message: 'The journal is broken and is not sealed further', ...error.fault });
      return BROKEN_POLL_MS;
    }
  }

  /**
   * @returns whether there was enough to seal
   * @throws BrokenJournalError at a broken entry, after what stands before it was sealed
   */
  private async sealNext(client: Client, leastPositions: number): Promise<boolean> {
    const { SEAL_MAX_ENTRIES, SEAL_INTERVAL_S } = this.options.seals;
    const range = await findNextRange(client);
    await this.outside.requireConfirmed(range.restorations);
    sealedPosition.set(range.lastSeal?.toPosition ?? 0);
    if (range.available < leastPositions || range.available === 0) return false;
    const taken = await takeEntries(client, range, SEAL_MAX_ENTRIES);
    if (taken.digest.entryCount > 0 || !taken.fault) {
      await client.query(INSERT_SEAL, sealParametersOf(this.sealOf(range, taken)));
      this.dueAtMs = performance.now() + SEAL_INTERVAL_S * 1_000;
      sealedPosition.set(taken.toPosition);
      await this.outside.catchUp(client);
    }
    if (taken.fault) throw new BrokenJournalError(taken.fault);
    return true;
  }

  private sealOf(range: SealRange, taken: Taken): Seal {
    const content: SealContent = {
      service: this.options.service,
      ordinal: (range.lastSeal?.ordinal ?? 0) + 1,
      fromPosition: range.fromPosition,
      toPosition: taken.toPosition,
      entryCount: taken.digest.entryCount,
      restorationCount: range.restorations.length,
      digest: taken.digest.digest(),
      fingerprints: taken.digest.fingerprints,
      previousHash: range.lastSeal?.hash ?? null,
      sealedAt: this.clock.now(),
      algorithm: this.signer.algorithm,
      keyId: this.signer.keyId,
    };
    const hash = hashSeal(content);
    return { ...content, hash, signature: this.signer.sign(hash) };
  }
}

interface Taken {
  readonly digest: SealDigest;
  readonly toPosition: number;
  /** What ended the taking before there was enough. */
  readonly fault: Fault | null;
}

/** Takes what is whole, up to the first fault. */
async function takeEntries(client: Client, range: SealRange, maxEntries: number): Promise<Taken> {
  const { restorations, fromPosition, upTo } = range;
  const digest = new SealDigest(restorations);
  const walk = new PositionWalk(restorations, fromPosition);
  let toPosition = fromPosition - 1;
  for await (const placed of readPlaced(client, fromPosition - 1, upTo, maxEntries)) {
    const found = walk.next(placed.position) ?? faultAt(placed);
    if (found || !placed.entry) return { digest, toPosition, fault: found };
    digest.add(placed.position, placed.entry.hash);
    toPosition = placed.position;
    if (digest.entryCount === maxEntries) return { digest, toPosition, fault: null };
  }
  const found = walk.end(upTo);
  return { digest, toPosition: found ? toPosition : upTo, fault: found };
}
