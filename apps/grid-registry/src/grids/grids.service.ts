import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { GridDefined } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Area } from '../areas/area.entity.js';
import { AreasService } from '../areas/areas.service.js';
import {
  GridCodeTakenError,
  MalformedGridCodeError,
  NegativeHouseholdCountError,
  UnknownGridError,
  VillageExpectedError,
} from './grid.errors.js';
import { publicName } from '../public-name.js';
import type { DefineGridInput } from './grid.inputs.js';
import type { GridModel } from './grid.model.js';
import { findGridsByCode } from './grids.queries.js';

export const GRID_CODE_LENGTH = 15;
const GRID_CODE = /^\d{15}$/;

const INSERT = `
  INSERT INTO grid (id, code, area_id, name, kind, household_count, is_synthetic) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (code) DO NOTHING RETURNING 1`;
const BY_ID = `SELECT code FROM grid WHERE id = $1`;

@Injectable()
export class GridsService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreasService,
    private readonly journal: Journal,
  ) {}

  /** @param isSynthetic true for the demonstration's made-up grids, which say so wherever they appear */
  async defineGrid(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: DefineGridInput & { isSynthetic?: boolean },
  ): Promise<GridModel> {
    if (!GRID_CODE.test(input.code)) throw new MalformedGridCodeError();
    const village = await this.areas.getArea(tx, input.code.slice(0, -3));
    const grant = this.access.require(actor, 'define', 'Grid', { code: input.code });
    if (input.householdCount < 0) throw new NegativeHouseholdCountError();
    const grid = {
      ...input,
      name: publicName(input.name),
      id,
      areaId: village.id,
      isSynthetic: input.isSynthetic ?? false,
    };
    const { code, name, kind, householdCount, isSynthetic } = grid;
    const inserted = await tx.query<unknown[]>(INSERT, [
      id,
      code,
      village.id,
      name,
      kind,
      householdCount,
      isSynthetic,
    ]);
    if (inserted.length === 0) throw new GridCodeTakenError(code);
    const data = { gridId: id, code, villageCode: village.code, kind, householdCount, isSynthetic };
    await this.journal.record(tx, actor, {
      event: GridDefined,
      aggregateId: id,
      areaCode: code,
      grant,
      data,
      isFirst: true,
    });
    return grid;
  }

  async getGrid(tx: EntityManager, code: string): Promise<GridModel> {
    if (!GRID_CODE.test(code)) throw new MalformedGridCodeError();
    const [grid] = await findGridsByCode(tx, [code]);
    if (!grid) throw new UnknownGridError(code);
    return grid;
  }

  async getGridById(tx: EntityManager, id: string): Promise<GridModel> {
    const [row] = await tx.query<{ code: string }[]>(BY_ID, [id]);
    if (!row) throw new NotFoundError('Grid', id);
    return this.getGrid(tx, row.code);
  }

  /**
   * The area that a code names, or the village of the grid that it names.
   * @throws UnknownAreaError, RecodedAreaError, MalformedAreaCodeError, UnknownGridError
   */
  async getPlace(tx: EntityManager, code: string): Promise<Area> {
    if (code.length !== GRID_CODE_LENGTH) return this.areas.getArea(tx, code);
    const village = await this.areas.getArea(tx, code.slice(0, -3));
    await this.getGrid(tx, code);
    return village;
  }

  /** As `getPlace`, for what must lie in one village. @throws VillageExpectedError */
  async getVillage(tx: EntityManager, code: string): Promise<Area> {
    const village = await this.getPlace(tx, code);
    if (village.level !== 'VILLAGE') throw new VillageExpectedError(code);
    return village;
  }
}
