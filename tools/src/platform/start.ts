import { resetDataDirectory } from './data-directory.js';
import type { Transport } from './kafka/transport-choice.js';
import { startPlatform, type Platform } from './platform.js';
import { dataDirectory, gatewayPort } from './settings.js';
import { summary } from './summary.js';

interface RunOptions {
  transport?: Transport;
  /** Another transport than before is meant. */
  switchTransport?: boolean;
  /** Everything stored is deleted first. */
  reset?: boolean;
}

/** `npm start`, once everything is installed and built: runs until it is told to stop. */
export async function runPlatform(options: RunOptions): Promise<void> {
  try {
    await run(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function run({ transport, switchTransport = false, reset }: RunOptions): Promise<void> {
  const port = gatewayPort();
  const dataDir = dataDirectory();
  const stopper = listenForStop();
  if (reset) await resetDataDirectory(dataDir);
  const platform = await startPlatform({
    ...{ port, dataDir, switchTransport, signal: stopper.signal },
    ...(transport && { transport }),
  });
  console.log(summary(platform));
  stopper.whenAsked(platform);
}

/** The first request to stop is a polite one, the second makes haste. */
function listenForStop() {
  const controller = new AbortController();
  let running: Platform | undefined;
  let requests = 0;
  const stop = async () => {
    requests += 1;
    if (requests === 1) console.log('\nStopping ...');
    controller.abort(new Error('the start was given up'));
    if (!running) return;
    await running.stop(requests > 1);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  const whenAsked = (platform: Platform) => {
    running = platform;
    if (controller.signal.aborted) void stop();
  };
  return { signal: controller.signal, whenAsked };
}
