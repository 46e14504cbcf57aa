import { subtreeOf } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { detectAreaChanges } from './detect-area-changes.js';
import type { AppearedArea, AreaChangeDraft, MissingArea, RenamedArea } from './detect-area-changes.js';

export interface FoundIn {
  /** Code of the area that the files were read for; empty for the country. */
  readonly within: string;
  readonly fileDigest: string;
  readonly validFrom: string;
  /** Areas with greater ids were added by this very import. */
  readonly oldAreasBelowId: number;
}

/** A file tells nothing of what has changed after its day: `$1` is that day. */
const RENAMED = `
  SELECT a.id AS "areaId", a.code, s.name AS "newName", s.line
    FROM area_import_row s JOIN area a ON a.code = s.code AND a.valid_until IS NULL
   WHERE s.is_usable AND a.name <> s.name AND a.valid_from <= $1::date`;

const MISSING = `
  SELECT a.id AS "areaId", a.code, a.name FROM area a
   WHERE a.valid_until IS NULL AND a.valid_from <= $1::date AND a.code >= $2 AND a.code < $3 AND a.id < $4
     AND NOT EXISTS (SELECT FROM area_import_row s WHERE s.code = a.code)`;

const APPEARED = `
  SELECT s.code, s.name, s.line FROM area_import_row s
   WHERE s.is_usable
     AND NOT EXISTS (SELECT FROM area a WHERE a.code = s.code AND (a.valid_until IS NULL OR a.valid_until > $1::date))
     AND NOT EXISTS (SELECT FROM area_version v WHERE v.code = s.code AND v.valid_until > $1::date)`;

const FOUND = `unnest($1::uuid[], $2::area_change_kind[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[])
  AS f (id, kind, area_id, code, new_code, new_name, line)`;

const SAME = `f.kind = c.kind AND f.code = c.code COLLATE "C" AND f.new_code IS NOT DISTINCT FROM c.new_code COLLATE "C"
  AND f.new_name IS NOT DISTINCT FROM c.new_name`;

/** What an earlier import proposed and this one no longer finds is not waited for any more. */
const SUPERSEDE = `
  UPDATE area_change c SET state = 'SUPERSEDED'
   WHERE c.state = 'PROPOSED' AND c.code >= $8 AND c.code < $9 AND c.effective_from <= $10::date
     AND NOT EXISTS (SELECT FROM ${FOUND} WHERE ${SAME})`;

/** What was rejected is not proposed a second time by the same file. */
const PROPOSE = `
  INSERT INTO area_change (id, kind, area_id, code, new_code, new_name, line, file_digest, effective_from, proposed_at)
  SELECT f.*, $8, $9::date, $10::timestamptz FROM ${FOUND}
   WHERE NOT EXISTS (SELECT FROM area_change c
                      WHERE ${SAME} AND (c.state = 'PROPOSED' OR c.state = 'REJECTED' AND c.file_digest = $8))
  RETURNING 1`;

/** Turns what an import staged into proposals. */
@Injectable()
export class AreaProposalsService {
  constructor(private readonly clock: Clock) {}

  /** @returns how many proposals are new; leaves nothing staged */
  async proposeFound(tx: EntityManager, found: FoundIn): Promise<number> {
    const { validFrom, fileDigest } = found;
    const { from, to } = subtreeOf(found.within);
    const drafts = detectAreaChanges({
      renamed: await tx.query<RenamedArea[]>(RENAMED, [validFrom]),
      missing: await tx.query<MissingArea[]>(MISSING, [validFrom, from, to, found.oldAreasBelowId]),
      appeared: await tx.query<AppearedArea[]>(APPEARED, [validFrom]),
    });
    await tx.query('DELETE FROM area_import_row');
    const columns = columnsOf(drafts);
    await tx.query(SUPERSEDE, [...columns, from, to, validFrom]);
    const proposed = await tx.query<unknown[]>(PROPOSE, [
      ...columns,
      fileDigest,
      validFrom,
      this.clock.now(),
    ]);
    return proposed.length;
  }
}

function columnsOf(drafts: readonly AreaChangeDraft[]): unknown[][] {
  return [
    drafts.map(() => uuidv7()),
    drafts.map((draft) => draft.kind),
    drafts.map((draft) => draft.areaId),
    drafts.map((draft) => draft.code),
    drafts.map((draft) => draft.newCode),
    drafts.map((draft) => draft.newName),
    drafts.map((draft) => draft.line),
  ];
}
