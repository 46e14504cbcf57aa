import { randomInt } from 'node:crypto';
import { requireFreePorts } from '../src/platform/ports.js';

/** How far the ports of a platform reach beyond its gateway's. */
const reach = 32;
const bases = { from: 120, perWorker: 50 };
/** Each worker of jest has bases of its own: one does not take what another has found free and not taken yet. */
const worker = (Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % 4;

/**
 * A gateway's port whose followers are free too. Below the ports that systems give to outgoing connections, of which one would be
 * taken now and then.
 */
export async function freeBase(): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    const base = 100 * (bases.from + bases.perWorker * worker + randomInt(bases.perWorker));
    const ports = Array.from({ length: reach }, (_, offset) => ({ name: '', port: base + offset }));
    const isFree = requireFreePorts(ports, base).then(
      () => true,
      () => false,
    );
    if ((await isFree) || attempt === 20) return base;
  }
}
