import { subtreeOf } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { areaLevelOf, committeeKindOf, parentCodeOf } from '../area-code.js';
import type { Area } from '../area.entity.js';
import { areasOfIds, findAreasByCode } from '../areas.queries.js';
import type { AreaChange } from './area-change.entity.js';
import {
  AreaChangeOutdatedError,
  AreaCodeTakenError,
  AreaNotEmptyError,
  AreaParentMissingError,
} from './area-change.errors.js';
import { recode } from './recode.js';

/** An area as a change left it, and the code that it had. */
export interface RevisedArea {
  readonly area: Area;
  readonly formerCode: string;
}

const INSERT = `
  INSERT INTO area (id, parent_id, valid_from, level, committee_kind, code, name)
  VALUES (nextval('area_id_seq'), $1, $2, $3, $4, $5, $6) RETURNING id`;

/** A day cannot end before it began: what is told late holds from the day of the last change on. */
const KEEP_VERSIONS = `
  INSERT INTO area_version (area_id, valid_from, valid_until, parent_id, code, name)
  SELECT id, valid_from, greatest(valid_from, $2::date), parent_id, code, name FROM area WHERE id = ANY($1::int[])`;

const RENAME = `UPDATE area SET name = $2, committee_kind = $3, valid_from = greatest(valid_from, $4::date) WHERE id = $1`;

const MOVE_SUBTREE = `
  UPDATE area SET code = $2::text || substr(code, $3::int + 1), valid_from = greatest(valid_from, $4::date)
   WHERE id = ANY($1::int[])`;

const MOVE_ROOT = `UPDATE area SET parent_id = $2, name = $3, committee_kind = $4 WHERE id = $1`;

const END = `UPDATE area SET valid_until = greatest(valid_from, $2::date) WHERE id = $1`;

const SUCCEED = `INSERT INTO area_succession (area_id, successor_id, effective_from) SELECT $1, unnest($2::int[]), $3::date`;

const SUBTREE_IDS = `SELECT id, code FROM area WHERE code >= $1 AND code < $2 AND valid_until IS NULL ORDER BY code LIMIT $3`;

/** Applies approved changes: ids stay, code, name and parent are dated, and what was is kept. */
@Injectable()
export class AreaRevisionsService {
  /** @throws AreaParentMissingError, AreaCodeTakenError */
  async addArea(tx: EntityManager, change: AreaChange): Promise<RevisedArea> {
    const { code, newName, effectiveFrom } = change;
    const name = newName ?? '';
    const parentId = await this.placeFor(tx, change, code);
    const parameters = [parentId, effectiveFrom, areaLevelOf(code), committeeKindOf(code, name), code, name];
    const [added] = await tx.query<{ id: number }[]>(INSERT, parameters);
    return { area: await this.getArea(tx, added?.id ?? 0, change), formerCode: code };
  }

  /** @throws AreaChangeOutdatedError */
  async renameArea(tx: EntityManager, change: AreaChange): Promise<RevisedArea> {
    const area = await this.getCurrent(tx, change);
    const name = change.newName ?? area.name;
    await tx.query(KEEP_VERSIONS, [[area.id], change.effectiveFrom]);
    await tx.query(RENAME, [area.id, name, committeeKindOf(area.code, name), change.effectiveFrom]);
    return { area: await this.getArea(tx, area.id, change), formerCode: area.code };
  }

  /**
   * Gives it another code, and all inside it with it.
   * @returns the area and all inside it, outer ones first
   * @throws AreaChangeOutdatedError, AreaParentMissingError, AreaCodeTakenError
   */
  async moveArea(tx: EntityManager, actor: Actor, change: AreaChange): Promise<RevisedArea[]> {
    const { code: formerCode, id } = await this.getCurrent(tx, change);
    const newCode = change.newCode ?? formerCode;
    const parentId = await this.placeFor(tx, change, newCode);
    const { from, to } = subtreeOf(formerCode);
    const subtree = await tx.query<{ id: number; code: string }[]>(SUBTREE_IDS, [from, to, null]);
    const ids = subtree.map((area) => area.id);
    const name = change.newName ?? '';
    await tx.query(KEEP_VERSIONS, [ids, change.effectiveFrom]);
    await tx.query(MOVE_SUBTREE, [ids, newCode, formerCode.length, change.effectiveFrom]);
    await tx.query(MOVE_ROOT, [id, parentId, name, committeeKindOf(newCode, name)]);
    await recode(tx, actor, formerCode, newCode);
    const areas = await areasOfIds(tx, ids);
    return areas.flatMap((area, index) =>
      area ? [{ area, formerCode: subtree[index]?.code ?? formerCode }] : [],
    );
  }

  /** @throws AreaChangeOutdatedError, AreaNotEmptyError */
  async endArea(tx: EntityManager, change: AreaChange, successors: readonly Area[]): Promise<RevisedArea> {
    const area = await this.getCurrent(tx, change);
    const { from, to } = subtreeOf(area.code);
    const inside = await tx.query<unknown[]>(SUBTREE_IDS, [from, to, 2]);
    if (inside.length > 1) throw new AreaNotEmptyError(change.id, area.code);
    await tx.query(END, [area.id, change.effectiveFrom]);
    const successorIds = successors.map(({ id }) => id).filter((id) => id !== area.id);
    await tx.query(SUCCEED, [area.id, successorIds, change.effectiveFrom]);
    return { area: await this.getArea(tx, area.id, change), formerCode: area.code };
  }

  /** @returns the id of the parent that a code asks for */
  private async placeFor(tx: EntityManager, change: AreaChange, code: string): Promise<number | null> {
    const parentCode = parentCodeOf(code, areaLevelOf(code));
    const found = await findAreasByCode(tx, parentCode === null ? [code] : [code, parentCode]);
    if (found.some((area) => area.code === code)) throw new AreaCodeTakenError(change.id, code);
    const parent = found.find((area) => area.code === parentCode);
    if (parentCode !== null && !parent) throw new AreaParentMissingError(change.id, parentCode);
    return parent?.id ?? null;
  }

  private async getCurrent(tx: EntityManager, change: AreaChange): Promise<Area> {
    const area = await this.getArea(tx, change.areaId ?? 0, change);
    if (area.validUntil !== null) throw new AreaChangeOutdatedError(change.id);
    return area;
  }

  private async getArea(tx: EntityManager, id: number, change: AreaChange): Promise<Area> {
    const [area] = await areasOfIds(tx, [id]);
    if (!area) throw new AreaChangeOutdatedError(change.id);
    return area;
  }
}
