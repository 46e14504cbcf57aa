import { EVERY_AREA } from '@lianxin/access';
import { Clock, Database } from '@lianxin/service-kit';
import type { Caller } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { FileVault } from '../encryption/file-vault.js';
import { deleteUploads, findLeftUploads, findObjectsOf } from './uploads.queries.js';

const INTERVAL_MS = 60_000;
const UPLOADS_AT_ONCE = 20;
/** Longer than any request that began before lasts: nothing is taken from under it. */
const GRACE_MS = 10 * 60_000;

const PLATFORM: Caller = { rowLevelContext: { subject: '', areas: EVERY_AREA, departments: [] } };

/**
 * Removes what is left of uploads: the parts of completed ones, and all of those that expired. In batches, objects first and
 * rows afterwards; a repeat, also on another process, does no harm, so nobody has to lead.
 */
@Injectable()
export class UploadSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(UploadSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: FileVault,
    private readonly isStepped: boolean,
  ) {}

  onApplicationBootstrap(): void {
    if (this.isStepped) return;
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweepQuietly().finally(() => (this.sweeping = undefined));
    }, INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Removes one batch and returns how many uploads it was. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - GRACE_MS);
    const { uploads, objects } = await this.database.read(PLATFORM, async (tx) => {
      const left = await findLeftUploads(tx, before, UPLOADS_AT_ONCE);
      return { uploads: left, objects: await findObjectsOf(tx, left) };
    });
    if (uploads.length === 0) return 0;
    for (const objectId of objects) await this.vault.delete(objectId);
    await this.database.write(PLATFORM, (tx) => deleteUploads(tx, uploads));
    return uploads.length;
  }

  private async sweepQuietly(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.logger.warn({ message: 'Left uploads not removed', error: String(error) });
    }
  }
}
