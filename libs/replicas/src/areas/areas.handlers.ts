import { AreaChanged, AreasImported } from '@lianxin/contracts';
import { NotYetKnownError, on } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { AreaCarrier, ReplicasOptions } from '../replicas.options.js';
import { levelOf } from './area-level.js';
import { AreaSubtrees } from './area-subtrees.js';

type Change = z.infer<typeof AreaChanged.schema>;

/** What is known already is changed by AreaChanged alone, so that an import that is read again changes nothing. */
const INSERT = `
  INSERT INTO area (id, code, name, parent_id, committee_kind, level, valid_from)
  SELECT r.id, r.code, r.name, r.parent_id, r.committee_kind, r.level, $7::date
    FROM unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[])
      AS r (id, code, name, parent_id, committee_kind, level)
  ON CONFLICT (id) DO NOTHING`;

const FIND = `SELECT code FROM area WHERE id = $1 FOR UPDATE`;
const CHANGE = `
  UPDATE area SET code = $2, name = $3, parent_id = $4, committee_kind = $5, level = $6, valid_from = $7::date WHERE id = $1`;
const END = `UPDATE area SET valid_until = $2::date WHERE id = $1`;
const REMEMBER_CODE = `INSERT INTO area_former_code (code, area_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const REMEMBER_SUCCESSORS = `
  INSERT INTO area_succession (area_id, successor_code) SELECT $1, code FROM unnest($2::text[]) AS s (code) ON CONFLICT DO NOTHING`;

/** A village's grids move with it; of what lies above, each area has an event of its own. */
const recode = (table: string, column: string): string => `
  UPDATE ${table} SET ${column} = $2::text || substr(${column}, length($1::text) + 1)
   WHERE ${column} = $1 OR (length($1::text) = 12 AND ${column} > $1 AND ${column} < $1 || ':')`;

const RECODE = [
  `UPDATE grid SET village_code = $2 WHERE village_code = $1`,
  recode('grid', 'code'),
  recode('access_grant', 'area_code'),
  recode('policy_override', 'area_code'),
];

export function areaHandlers({ subtrees, carriers = [] }: ReplicasOptions): EventHandler[] {
  const copied = new AreaSubtrees(subtrees);
  return [
    on(AreasImported, async ({ tx, event: { data } }) => {
      const rows = data.rows.filter(([, code]) => copied.concerns(code));
      if (rows.length > 0) await insertAreas(tx, rows, data.validFrom);
    }),
    on(AreaChanged, async ({ tx, event: { data } }) => {
      if (!copied.concerns(data.code) && !copied.concerns(data.formerCode)) return;
      await new AreaChange(tx, data, carriers).apply(copied);
    }),
  ];
}

type Row = z.infer<typeof AreasImported.schema>['rows'][number];

function insertAreas(tx: EntityManager, rows: readonly Row[], validFrom: string): Promise<unknown> {
  const columns = [0, 1, 2, 3, 4].map((index) => rows.map((row) => row[index]));
  return tx.query(INSERT, [...columns, rows.map(([, code]) => levelOf(code)), validFrom]);
}

class AreaChange {
  constructor(
    private readonly tx: EntityManager,
    private readonly change: Change,
    private readonly carriers: readonly AreaCarrier[],
  ) {}

  async apply(copied: AreaSubtrees): Promise<void> {
    const { change, areaId, formerCode } = this.change;
    const [known] = await this.tx.query<{ code: string }[]>(FIND, [areaId]);
    if (known) return change === 'GONE' ? this.end() : this.revise(known.code);
    const isNewHere = change === 'NEW' || !copied.concerns(formerCode);
    if (!isNewHere) throw new NotYetKnownError(`area ${areaId}`);
    if (change !== 'GONE') await this.insert();
  }

  private async insert(): Promise<void> {
    const { areaId, code, name, parentId, committeeKind, effectiveFrom } = this.change;
    await insertAreas(this.tx, [[areaId, code, name, parentId, committeeKind]], effectiveFrom);
  }

  private async end(): Promise<void> {
    const { areaId, effectiveFrom, successorCodes } = this.change;
    await this.tx.query(END, [areaId, effectiveFrom]);
    await this.tx.query(REMEMBER_SUCCESSORS, [areaId, successorCodes]);
  }

  private async revise(knownCode: string): Promise<void> {
    const { areaId, code, name, parentId, committeeKind, effectiveFrom } = this.change;
    await this.tx.query(CHANGE, [areaId, code, name, parentId, committeeKind, levelOf(code), effectiveFrom]);
    if (code === knownCode) return;
    await this.tx.query(REMEMBER_CODE, [knownCode, areaId]);
    for (const statement of RECODE) await this.tx.query(statement, [knownCode, code]);
    for (const { table, idColumn, codeColumn } of this.carriers) {
      await this.tx.query(`UPDATE ${table} SET ${codeColumn} = $2 WHERE ${idColumn} = $1`, [areaId, code]);
    }
  }
}
