import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { areaLevelOf } from './area-code.js';
import type { Area } from './area.entity.js';
import { RecodedAreaError, UnknownAreaError } from './area.errors.js';
import { findAreasByCode, findSuccessorCodes } from './areas.queries.js';

@Injectable()
export class AreasService {
  /**
   * The area that has this code today.
   * @throws MalformedAreaCodeError
   * @throws RecodedAreaError when the code is a former one: it names today's
   * @throws UnknownAreaError
   */
  async getArea(tx: EntityManager, code: string): Promise<Area> {
    areaLevelOf(code);
    const [area] = await findAreasByCode(tx, [code]);
    if (area) return area;
    const successors = await findSuccessorCodes(tx, code);
    if (successors) throw new RecodedAreaError(code, successors);
    throw new UnknownAreaError(code);
  }
}
