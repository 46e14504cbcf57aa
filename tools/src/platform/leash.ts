import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into every child before its own code: when the launcher is gone, even by `kill -9`, its end of the channel closes
 * and the child stops by itself.
 */
const graceMs = 10_000;

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
