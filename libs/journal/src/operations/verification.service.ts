import { Injectable } from '@nestjs/common';
import { withinLimit } from './consumers.service.js';
import { VerificationTooLongError } from './operation.errors.js';
import { OwnService } from './own-service.js';
import { verifyJournal } from '../seals/verify-journal.js';
import type { Verdict } from '../seals/verdict.js';

/** A walk reads the whole journal: those who ask within this time share one. */
const SHARED_MS = 60_000;
/** Below the time that a request may take. */
const LIMIT_MS = 20_000;

/** Walks the journal of this service and says whether it is intact (验证). */
@Injectable()
export class VerificationService {
  private walk: Promise<Verdict> | undefined;

  constructor(private readonly own: OwnService) {}

  /** Takes about as long as reading the journal. @throws Error when database or files cannot be read */
  verify(): Promise<Verdict> {
    return verifyJournal(this.own.verifying());
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
