import { Clock, metrics } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { withinLimit } from '../traffic/consumers.service.js';
import { VerificationTooLongError } from '../operation.errors.js';
import { OwnService } from '../own-service.js';
import { verifyJournal } from '../../seals/verify-journal.js';
import type { Verdict } from '../../seals/verdict.js';

/** A walk reads the whole journal: those who ask within this time share one. */
const SHARED_MS = 60_000;
/** Below the time that a request may take. */
const LIMIT_MS = 20_000;

const faultsFound = new Gauge({
  name: 'lianxin_journal_verification_faults',
  help: 'Faults that the last walk through the journal in this process found',
  registers: [metrics],
});
const walkedAt = new Gauge({
  name: 'lianxin_journal_verification_timestamp_seconds',
  help: 'When that walk ended, 0 before the first',
  registers: [metrics],
});

/** Walks the journal of this service and says whether it is intact (验证). */
@Injectable()
export class VerificationService {
  private walk: Promise<Verdict> | undefined;

  constructor(
    private readonly own: OwnService,
    private readonly clock: Clock,
  ) {}

  /** Takes about as long as reading the journal. @throws Error when database or files cannot be read */
  async verify(): Promise<Verdict> {
    const verdict = await verifyJournal(this.own.verifying());
    faultsFound.set(verdict.faultCount);
    walkedAt.set(this.clock.now().getTime() / 1000);
    return verdict;
  }

  /**
   * The verdict of a walk that is at most a minute old. One that takes longer than 20 s goes on by itself, and whoever asks again
   * gets its verdict.
   * @throws VerificationTooLongError
   */
  async verifyForRequest(): Promise<Verdict> {
    const walk = (this.walk ??= this.startWalk());
    return withinLimit(walk, LIMIT_MS, () => new VerificationTooLongError(LIMIT_MS / 1000));
  }

  private startWalk(): Promise<Verdict> {
    const walk = this.verify();
    const forget = (): void => {
      this.walk = undefined;
    };
    walk.then(() => setTimeout(forget, SHARED_MS).unref(), forget);
    return walk;
  }
}
