import { databaseOf, withClient } from '../../bench/database.js';
import { departmentOf } from '../../bench/life.js';
import type { Platform } from '../../platform/platform.js';
import { addressOf } from '../../story/running-platform.js';
import type { Random } from '../random.js';
import type { Scenery } from './acts.js';
import { Client } from './client.js';
import { GatewayDoor } from './gateway-door.js';
import { Ledger } from './ledger.js';
import { Sender } from './sender.js';
import { Watcher } from './watcher.js';

export interface LoadOptions {
  readonly clients: number;
  readonly thinkMs: number;
  /** Where the ledgers are written. */
  readonly directory: string;
  /** Followers that are there already and go on from their last cursor; new ones unless given. */
  readonly watchers?: readonly Watcher[];
}

/** Everybody who uses the platform during a campaign. */
export class Load {
  private constructor(
    readonly door: GatewayDoor,
    readonly clients: readonly Client[],
    readonly watchers: readonly Watcher[],
    /** Sends the canaries, and at the end what nobody knew of. */
    readonly steward: Sender,
    private readonly senders: readonly Sender[],
  ) {}

  static async start(platform: Platform, random: Random, options: LoadOptions): Promise<Load> {
    const door = new GatewayDoor(addressOf(platform.port));
    const scenery = await sceneryOf(platform);
    const watchers = options.watchers ?? (await followers(door));
    const names = Array.from({ length: options.clients }, (_, index) => `client-${index + 1}`);
    const senderOf = async (name: string) => new Sender(door, await Ledger.open(options.directory, name));
    const senders = await Promise.all(names.map(senderOf));
    const steward = await senderOf('steward');
    const clients = senders.map((sender, index) => {
      const own = random.fork(names[index] ?? '');
      return new Client({ door, sender, random: own, scenery, thinkMs: options.thinkMs });
    });
    clients.forEach((client) => client.start());
    return new Load(door, clients, watchers, steward, [...senders, steward]);
  }

  /** The clients finish what they are at; the watchers go on. */
  async stopClients(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.stop()));
  }

  async close(): Promise<void> {
    await Promise.all(this.watchers.map((watcher) => watcher.stop()));
    await Promise.all(this.senders.map((sender) => sender.close()));
  }
}

async function followers(door: GatewayDoor): Promise<Watcher[]> {
  const watchers = (['websocket', 'event-stream'] as const).map((name) => new Watcher(name, door));
  for (const watcher of watchers) await watcher.start();
  return watchers;
}

async function sceneryOf(platform: Platform): Promise<Scenery> {
  const departmentId = await departmentOf(platform);
  return withClient(databaseOf(platform.superuserUrl, 'grid_registry'), async (client) => {
    const { rows } = await client.query<{ code: string }>(
      `SELECT code FROM area WHERE level = 'VILLAGE' AND valid_until IS NULL AND code LIKE '361104%' ORDER BY code`,
    );
    const codes = rows.map(({ code }) => code);
    const isOurs = (code: string): boolean => code.startsWith('361104111');
    return {
      departmentId,
      villages: codes.filter(isOurs),
      otherVillages: codes.filter((code) => !isOurs(code)),
    };
  });
}
