import { randomInt } from 'node:crypto';
import { findFreeBase } from '../src/platform/ports.js';

const bases = { from: 120, perWorker: 50 };
/** Each worker of jest has bases of its own: one does not take what another has found free and not taken yet. */
const worker = (Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % 4;

/**
 * A gateway's port whose followers are free too. Below the ports that systems give to outgoing connections, of which one would be
 * taken now and then.
 */
export const freeBase = (): Promise<number> =>
  findFreeBase(() => 100 * (bases.from + bases.perWorker * worker + randomInt(bases.perWorker)));
