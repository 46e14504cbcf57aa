import { PersonalDataCipher } from '@lianxin/personal-data';
import { DAY_MS, findPolicy } from '@lianxin/policy';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { needDuplicatesDesk } from './likely-need-duplicates.js';
import { forgetSignatures, needsWithSignature } from './need-signatures.queries.js';

const EVERY_MS = 600_000;
const NEEDS_AT_ONCE = 1_000;

/** Forgets the signatures that no question can reach any more, and those of persons who were erased. */
@Injectable()
export class NeedSignatureSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(NeedSignatureSweep.name);
  private timer: NodeJS.Timeout | undefined;
  /** Where the walk over all needs with a signature stands. */
  private walked: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly cipher: PersonalDataCipher,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.logger.warn({ message: 'Signatures not swept', error: String(error) }),
      );
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Looks at the next thousand. Keys are looked up between two transactions, for they are in another database. */
  async sweep(): Promise<void> {
    const needs = await this.database.read(needDuplicatesDesk, (tx) =>
      needsWithSignature(tx, this.walked, NEEDS_AT_ONCE),
    );
    const erased = await this.cipher.erasedAmong(needs.flatMap(({ personIds }) => personIds));
    const before = this.unreachableBefore();
    const gone = needs.filter(
      ({ personIds, submittedAt }) => submittedAt < before || personIds.some((id) => erased.has(id)),
    );
    if (gone.length > 0)
      await this.database.write(needDuplicatesDesk, (tx) =>
        forgetSignatures(
          tx,
          gone.map(({ id }) => id),
        ),
      );
    this.walked = needs.length < NEEDS_AT_ONCE ? null : (needs.at(-1)?.id ?? null);
  }

  /** What lies before the longest window that the policy may be given. */
  private unreachableBefore(): Date {
    const days = findPolicy('micro-project.need-duplicate-window')?.ceiling;
    if (typeof days !== 'number') throw new Error('The window of duplicates has no ceiling.');
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}
