import { randomInt } from 'node:crypto';
import { requireFreePorts } from '../../src/platform/ports.js';
import { kafkaControllerPort, kafkaPort, postgresPort } from '../../src/platform/settings.js';

/** Below the ports that systems give to outgoing connections, of which a restore would find one taken now and then. */
export async function freeBase(): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    const base = randomInt(12_000, 32_000);
    const ports = [postgresPort(base), kafkaPort(base), kafkaControllerPort(base)];
    const isFree = requireFreePorts(
      ports.map((port) => ({ name: '', port })),
      base,
    ).then(
      () => true,
      () => false,
    );
    if ((await isFree) || attempt === 20) return base;
  }
}
