import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clocks } from '../../clocks/clocks.js';
import { endOnSignal } from '../../platform/end-on-signal.js';
import { lianxin } from '../../platform/plan.js';
import type { PlatformPlan } from '../../platform/plan.js';
import { startPlatform } from '../../platform/platform.js';
import type { PlatformOptions } from '../../platform/platform.js';
import { findFreeBase } from '../../platform/ports.js';
import { addressOf } from '../running-platform.js';
import type { PlatformAddress } from '../running-platform.js';

/** A platform that is there for one story, and whose clocks the story moves. */
export interface OwnPlatform {
  readonly address: PlatformAddress;
  readonly clocks: Clocks;
  /** Its databases, to look into. */
  readonly superuserUrl: string;
}

/** Hundreds that neither the platform nor its tests and benches take by themselves. */
const hundreds = { from: 80, to: 118 };

/** Starts it, lets the work be done, and leaves nothing of it: whether the work succeeds, fails or is interrupted. */
export async function onOwnPlatform<T>(
  work: (platform: OwnPlatform) => Promise<T>,
  plan: PlatformPlan = lianxin,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'lianxin-story-'));
  const clocks = new Clocks(directory);
  const stopper = new AbortController();
  const starting = start({ directory, clocks, plan, signal: stopper.signal });
  const clear = async (hurry: boolean): Promise<void> => {
    stopper.abort(new Error('the story was given up'));
    await starting.then((platform) => platform.stop(hurry)).catch(() => undefined);
    rmSync(directory, { recursive: true, force: true });
  };
  const ignoreSignals = endOnSignal(() => clear(true));
  try {
    const { port, superuserUrl } = await starting;
    return await work({ address: addressOf(port), clocks, superuserUrl });
  } finally {
    await clear(false);
    ignoreSignals();
  }
}

interface Beginning extends Pick<PlatformOptions, 'plan' | 'signal'> {
  readonly directory: string;
  readonly clocks: Clocks;
}

async function start({ directory, clocks, ...options }: Beginning) {
  return startPlatform({
    port: await findFreeBase(() => 100 * randomInt(hundreds.from, hundreds.to)),
    ...{ dataDir: join(directory, 'data'), quiet: true, durable: false, transport: 'embedded', ...options },
    environmentOf: (name) => clocks.environmentOf(name),
  });
}
