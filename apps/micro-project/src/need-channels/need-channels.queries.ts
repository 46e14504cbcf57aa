import type { EntityManager } from 'typeorm';
import type { NeedChannelModel } from './need-channel.model.js';

export interface NeedChannel extends NeedChannelModel {
  readonly id: string;
}

const COLUMNS = `c.id, c.code, c.name_en AS "nameEn", c.name_zh AS "nameZh"`;

/** At most 200, the first five of S0-08 before what was added. */
export function needChannels(tx: EntityManager): Promise<NeedChannel[]> {
  return tx.query<NeedChannel[]>(
    `SELECT ${COLUMNS} FROM need_channel c ORDER BY c.added_at, c.code LIMIT 200`,
  );
}

export async function findNeedChannel(tx: EntityManager, code: string): Promise<NeedChannel | null> {
  const [channel] = await tx.query<NeedChannel[]>(`SELECT ${COLUMNS} FROM need_channel c WHERE c.code = $1`, [
    code,
  ]);
  return channel ?? null;
}

/** @returns whether the code was new */
export async function insertNeedChannel(
  tx: EntityManager,
  { id, code, nameEn, nameZh }: NeedChannel,
  added: { by: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `INSERT INTO need_channel (id, code, name_en, name_zh, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (code) DO NOTHING RETURNING 1`,
    [id, code, nameEn, nameZh, added.by, added.at],
  );
  return rows.length > 0;
}
