import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { DepartmentDefined } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreasService } from '../areas/areas.service.js';
import { publicName } from '../public-name.js';
import { DepartmentCodeTakenError, MalformedDepartmentCodeError } from './department.errors.js';
import type { GridEventCategory } from './department.model.js';
import type { DefineDepartmentInput } from './department.inputs.js';
import { departmentsOfIds, findDepartmentsIn } from './departments.queries.js';
import type { Department } from './departments.queries.js';

const INSERT = `
  INSERT INTO department (id, code, name, area_code, duties, protects) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (area_code, code) DO NOTHING RETURNING 1`;

/** Written in URLs, files and events: plain letters only. */
const DEPARTMENT_CODE = /^[a-z0-9-]{1,64}$/;

@Injectable()
export class DepartmentsService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreasService,
    private readonly journal: Journal,
  ) {}

  async defineDepartment(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: DefineDepartmentInput,
  ): Promise<Department> {
    const area = await this.areas.getArea(tx, input.areaCode);
    const grant = this.access.require(actor, 'define', 'Department', { areaCode: area.code });
    const { code, duties, protects } = input;
    if (protects) this.access.require(actor, 'entrustProtection', 'Department', { areaCode: area.code });
    if (!DEPARTMENT_CODE.test(code)) throw new MalformedDepartmentCodeError();
    const name = publicName(input.name);
    const inserted = await tx.query<unknown[]>(INSERT, [id, code, name, area.code, duties, protects]);
    if (inserted.length === 0) throw new DepartmentCodeTakenError(area.code, code);
    const data = { departmentId: id, code, areaCode: area.code, duties, protects };
    await this.journal.record(tx, actor, {
      event: DepartmentDefined,
      aggregateId: id,
      areaCode: area.code,
      grant,
      data,
      isFirst: true,
    });
    return { id, code, name, areaCode: area.code, duties, protects };
  }

  /** The departments of an area and inside it. @throws UnknownAreaError, RecodedAreaError, MalformedAreaCodeError */
  async findDepartments(
    tx: EntityManager,
    areaCode: string,
    duty: GridEventCategory | null,
  ): Promise<Department[]> {
    return findDepartmentsIn(tx, (await this.areas.getArea(tx, areaCode)).code, duty);
  }

  async getDepartment(tx: EntityManager, id: string): Promise<Department> {
    const [department] = await departmentsOfIds(tx, [checkUuid(id, 'departmentId')]);
    if (!department) throw new NotFoundError('Department', id);
    return department;
  }
}
