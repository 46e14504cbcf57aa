import { EventTransport, Relay } from '@lianxin/journal';
import { Database } from '@lianxin/service-kit';
import type { Type } from '@nestjs/common';
import { databaseUrl, type EnvironmentSource } from '../../platform/environment.js';
import { lianxin } from '../../platform/plan.js';
import { openSecrets } from '../../platform/secrets.js';
import { dataLayout } from '../../platform/settings.js';
import { GridRegistry } from '../commit/grid-registry.js';
import type { InstanceOptions, Order, Told } from './messages.js';

const service = 'grid-registry';
const event = {
  ...{
    areaCode: '361104111001001',
    category: 'HAZARD',
    kind: 'GENERAL',
    source: 'PATROL',
    urgency: 'ROUTINE',
  },
  ...{ text: '路灯不亮已三日，行人夜间通行不便，请尽快维修', place: '三组路口' },
};

/** One instance of grid-registry with a relay of its own, in a process of its own; ends with the process that started it. */
async function main({ dataDir, port, postgresPort }: InstanceOptions): Promise<void> {
  const source: EnvironmentSource = {
    ...{ port, dataDir, services: lianxin.services },
    secrets: openSecrets(dataLayout(dataDir).secrets),
    postgres: {
      url: (database, role = { name: '', password: '' }) =>
        `postgres://${role.name}:${encodeURIComponent(role.password)}@127.0.0.1:${postgresPort}/${database}`,
    },
  };
  const registry = await GridRegistry.open(source);
  const transport = registry.get(EventTransport as Type<EventTransport>);
  let woken: Relay | undefined;
  registry.get(Database).afterCommit(() => woken?.wake());
  process.on('message', (order: Order) => {
    const relay = new Relay({ service, databaseUrl: databaseUrl(source, 'grid_registry', 'app') }, transport);
    woken = order.mode === 'on' ? relay : undefined;
    relay.start();
    void commitFor(registry, order).then(async (told) => {
      woken = undefined;
      await relay.stop();
      tell(told);
    });
  });
  process.on('disconnect', () => process.exit());
  tell({ isReady: true });
}

async function commitFor(registry: GridRegistry, { ms, concurrency }: Order): Promise<Told> {
  const actor = await registry.actorOf('grid-worker');
  let commits = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < ms) {
      await registry.run(actor, 'reportGridEvent', event);
      commits += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { commits, seconds: (performance.now() - startedAt) / 1000 };
}

const tell = (told: Told): void => void process.send?.(told);

await main(JSON.parse(process.argv[2] ?? '{}') as InstanceOptions);
