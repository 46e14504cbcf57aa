import { PersonalDataCipher } from '@lianxin/personal-data';
import { DAY_MS, findPolicy } from '@lianxin/policy';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { duplicatesDesk } from './likely-duplicates.js';
import { eventsWithSignature, forgetBefore, forgetEvents } from './signatures.queries.js';

const EVERY_MS = 600_000;
const ROWS_AT_ONCE = 5_000;
const EVENTS_AT_ONCE = 1_000;
/** Of each kind in one sweep: what is left over waits for the next. */
const MOST_BATCHES = 20;

/** Forgets the signatures that no question can reach any more, and those of persons who were erased. */
@Injectable()
export class SignatureSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SignatureSweep.name);
  private timer: NodeJS.Timeout | undefined;
  private isSweeping = false;
  /** Where the walk over all events with a signature stands. */
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

  async sweep(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    try {
      await this.forgetOld();
      await this.forgetErased();
    } finally {
      this.isSweeping = false;
    }
  }

  /** Old is what lies before the longest window that any place may set. */
  private async forgetOld(): Promise<void> {
    const days = findPolicy('grid-event.duplicate-window')?.ceiling;
    if (typeof days !== 'number') throw new Error('The window of duplicates has no ceiling.');
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const count = await this.database.write(duplicatesDesk, (tx) => forgetBefore(tx, before, ROWS_AT_ONCE));
      if (count < ROWS_AT_ONCE) return;
    }
  }

  /** Keys are looked up between two transactions, for they are in another database. */
  private async forgetErased(): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const events = await this.database.read(duplicatesDesk, (tx) =>
        eventsWithSignature(tx, this.walked, EVENTS_AT_ONCE),
      );
      const erased = await this.cipher.erasedAmong(events.flatMap(({ personIds }) => personIds));
      const gone = events.filter(({ personIds }) => personIds.some((id) => erased.has(id)));
      if (gone.length > 0)
        await this.database.write(duplicatesDesk, (tx) =>
          forgetEvents(
            tx,
            gone.map(({ id }) => id),
          ),
        );
      this.walked = events.length < EVENTS_AT_ONCE ? null : (events.at(-1)?.id ?? null);
      if (this.walked === null) return;
    }
  }
}
