import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tellByFile } from '../../../clocks/told-by-file.js';
import type { Environment } from '../../../platform/environment.js';
import { workspaceRoot } from '../../../platform/settings.js';
import { Random } from '../../random.js';

/** What a process under test is made to live with; read again by its preloaded module whenever it changes. */
export interface Disturbance {
  /** Added to its clock. */
  readonly clockMs: number;
  /** The share of batches that are repeated, delayed or taken out of order, from 0 to 1. */
  readonly strength: number;
}

export const CONTROL_VARIABLE = 'LIANXIN_CHAOS_CONTROL';
/** What a process draws its deliveries from, from its start. */
export const SEED_VARIABLE = 'LIANXIN_CHAOS_SEED';
export const calm: Disturbance = { clockMs: 0, strength: 0 };

const disturbed = ['gateway', 'grid-registry', 'assessment', 'micro-project'];
const preload = pathToFileURL(join(workspaceRoot, 'tools/dist/chaos/faults/disturbance/preload.js')).href;

/** Tells the processes under test how to behave, through one small file each. */
export class Control {
  private readonly current = new Map<string, Disturbance>();

  constructor(
    private readonly directory: string,
    private readonly seed: number,
  ) {
    for (const name of disturbed) this.set(name, calm);
  }

  /** For `PlatformOptions.environmentOf`: the product knows nothing of it, the module is loaded from outside. */
  environmentOf(name: string): Environment {
    if (!disturbed.includes(name)) return {};
    const seed = new Random(this.seed).fork(`delivery ${name}`).whole(0, 2 ** 32 - 1);
    const told = { [CONTROL_VARIABLE]: this.fileOf(name), [SEED_VARIABLE]: String(seed) };
    return { NODE_OPTIONS: `--import=${preload}`, ...told };
  }

  moveClock(name: string, clockMs: number): void {
    this.set(name, { ...this.of(name), clockMs });
  }

  disturbDelivery(strength: number): void {
    for (const name of disturbed) this.set(name, { ...this.of(name), strength });
  }

  calmDown(): void {
    for (const name of disturbed) this.set(name, calm);
  }

  private of(name: string): Disturbance {
    return this.current.get(name) ?? calm;
  }

  private set(name: string, disturbance: Disturbance): void {
    this.current.set(name, disturbance);
    tellByFile(this.fileOf(name), disturbance);
  }

  private fileOf(name: string): string {
    return join(this.directory, `${name}.control.json`);
  }
}
