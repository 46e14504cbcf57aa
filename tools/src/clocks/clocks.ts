import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../platform/environment.js';
import { gateway, issuer, services } from '../platform/services.js';
import { workspaceRoot } from '../platform/settings.js';
import { tellByFile } from './told-by-file.js';

export const CLOCK_VARIABLE = 'LIANXIN_CLOCK_FILE';
/** Where a process says which clock it goes by now. */
export const seenFile = (file: string): string => `${file}.seen`;

const preload = pathToFileURL(join(workspaceRoot, 'tools/dist/clocks/preload.js')).href;
const moved = [gateway.name, issuer.name, ...services.map(({ name }) => name)];
const followLimitMs = 30_000;
const lookEveryMs = 20;

/**
 * The clocks of a platform of one's own, moved together. Those of `migrate` and `seed` stay as they are, and so does
 * PostgreSQL's: by it, the first posts must not be of the future.
 */
export class Clocks {
  private offsetMs = 0;

  constructor(private readonly directory: string) {
    this.tell();
  }

  /** For `PlatformOptions.environmentOf`: the product knows nothing of it, the module is loaded from outside. */
  environmentOf(name: string): Environment {
    if (!moved.includes(name)) return {};
    return { NODE_OPTIONS: `--import=${preload}`, [CLOCK_VARIABLE]: this.fileOf(name) };
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Moves every clock to that moment, from where it goes on. Resolves when every process goes by it. */
  async moveTo(moment: Date): Promise<void> {
    this.offsetMs = moment.getTime() - Date.now();
    this.tell();
    const deadline = performance.now() + followLimitMs;
    while (!moved.every((name) => this.hasSeen(name))) {
      if (performance.now() > deadline) throw new Error('the clocks do not follow');
      await sleep(lookEveryMs);
    }
  }

  private tell(): void {
    for (const name of moved) tellByFile(this.fileOf(name), this.offsetMs);
  }

  private hasSeen(name: string): boolean {
    try {
      return Number(readFileSync(seenFile(this.fileOf(name)), 'utf8')) === this.offsetMs;
    } catch {
      return false;
    }
  }

  private fileOf(name: string): string {
    return join(this.directory, `${name}.clock`);
  }
}
