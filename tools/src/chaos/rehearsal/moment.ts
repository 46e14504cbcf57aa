import { databaseOf, withClient } from '../../bench/database.js';
import type { Platform } from '../../platform/platform.js';
import { services } from '../../platform/services.js';
import { pause, until } from '../pause.js';

type Ids = ReadonlyMap<string, ReadonlySet<string>>;

/** A moment under load, and what was in the journals on both sides of it, by service. */
export interface Moment {
  readonly at: Date;
  /** Committed before: has to be in every restore to this moment. */
  readonly surely: Ids;
  /** Begun before, and some of what came later: nothing else may be in it. */
  readonly atMost: Ids;
}

/** A commit carries a time a little before anybody can see it. */
const apartMs = 20;
const endedLimitMs = 30_000;

const NEXT = `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`;
const ENDED = `SELECT 1 WHERE pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8`;

/** @throws Error when what was under way at the moment does not come to its end */
export async function takeMoment({ superuserUrl }: Pick<Platform, 'superuserUrl'>): Promise<Moment> {
  const surely = await idsOf(superuserUrl);
  await pause(apartMs);
  const at = new Date();
  await pause(apartMs);
  await untilEnded(superuserUrl);
  return { at, surely, atMost: await idsOf(superuserUrl) };
}

/** Whoever may have committed by now has, or has not. */
async function untilEnded(superuserUrl: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ next: string }>(NEXT);
    const isOver = async (): Promise<boolean> => (await client.query(ENDED, [rows[0]?.next])).rowCount === 1;
    await until('all that was under way is over', isOver, { limitMs: endedLimitMs });
  });
}

async function idsOf(superuserUrl: string): Promise<Ids> {
  const read = async ({ name, database }: (typeof services)[number]) =>
    withClient(databaseOf(superuserUrl, database), async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM journal_entry');
      return [name, new Set(rows.map(({ id }) => id))] as const;
    });
  return new Map(await Promise.all(services.map(read)));
}
