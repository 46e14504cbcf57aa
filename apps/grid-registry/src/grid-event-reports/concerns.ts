import { sightCodeOf } from '@lianxin/access';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../departments/departments.service.js';
import type { GridEventRow } from '../grid-events/grid-event.row.js';
import { GridsService } from '../grids/grids.service.js';
import {
  areaIdOf,
  officesOf,
  officialsOfArea,
  officialsOfDepartment,
  protectingDepartments,
} from './concerns.queries.js';
import { ConcernedPartyError, NobodyToProtectError } from './report.errors.js';
import type { ReportGridEventInput } from './report.inputs.js';

/** Whom a report concerns, and who may therefore know of it. */
export type Concern = Pick<
  GridEventRow,
  | 'concernedAreaCode'
  | 'concernedDepartmentId'
  | 'concernedIds'
  | 'departmentIds'
  | 'restrictedTo'
  | 'restrictedAreaId'
>;

type Body = Pick<Concern, 'concernedAreaCode' | 'concernedDepartmentId' | 'concernedIds'>;

const NOBODY: Body = { concernedAreaCode: null, concernedDepartmentId: null, concernedIds: [] };
const COUNTY_CODE_LENGTH = 6;
/** From a grid to its village, township, county; a county's own body has nobody above it here. */
const LENGTH_ABOVE: Readonly<Record<number, number>> = { 15: 12, 12: 9, 9: COUNTY_CODE_LENGTH };

/**
 * A report about a body or a person in office goes one level up, or to discipline inspection where there is no level above
 * (here: where the county itself is meant). Violence, abuse and neglect go to police and civil affairs alone.
 */
@Injectable()
export class Concerns {
  constructor(
    private readonly clock: Clock,
    private readonly grids: GridsService,
    private readonly departments: DepartmentsService,
  ) {}

  /** @throws ConcernedPartyError, NobodyToProtectError */
  async concernOf(tx: EntityManager, input: ReportGridEventInput): Promise<Concern> {
    const county = input.areaCode.slice(0, COUNTY_CODE_LENGTH);
    const body = input.concerns ? await this.bodyOf(tx, input.concerns, county) : NOBODY;
    if (input.isAboutHarm) return this.protection(tx, body, input.areaCode);
    if (!input.concerns) return { ...NOBODY, departmentIds: [], restrictedTo: null, restrictedAreaId: null };
    const above = body.concernedDepartmentId ? county : levelAbove(body.concernedAreaCode ?? '');
    if (above === null) {
      const restrictedTo = sightCodeOf('INSPECTION', county);
      return { ...body, departmentIds: [], restrictedTo, restrictedAreaId: null };
    }
    return { ...body, departmentIds: [], restrictedTo: above, restrictedAreaId: await areaIdOf(tx, above) };
  }

  private async bodyOf(
    tx: EntityManager,
    concerns: NonNullable<ReportGridEventInput['concerns']>,
    county: string,
  ): Promise<Body> {
    const named = [concerns.areaCode, concerns.departmentId, concerns.personId].filter(
      (each) => typeof each === 'string',
    );
    if (named.length !== 1) throw new ConcernedPartyError();
    const { areaCode, departmentId, personId } = concerns;
    if (personId) return this.bodyOfPerson(tx, checkUuid(personId, 'personId'), county);
    if (departmentId) return this.bodyOfDepartment(tx, departmentId, county);
    await this.grids.getPlace(tx, areaCode ?? '');
    const concernedIds = await officialsOfArea(tx, areaCode ?? '', this.clock.now());
    return bodyIn(county, areaCode ?? '', { departmentId: null, concernedIds });
  }

  private async bodyOfDepartment(tx: EntityManager, departmentId: string, county: string): Promise<Body> {
    const { id, areaCode } = await this.departments.getDepartment(tx, departmentId);
    const concernedIds = await officialsOfDepartment(tx, id, this.clock.now());
    return bodyIn(county, areaCode, { departmentId: id, concernedIds });
  }

  /** The highest office counts: nobody below it could look into what is said of that person. */
  private async bodyOfPerson(tx: EntityManager, personId: string, county: string): Promise<Body> {
    const [office] = await officesOf(tx, personId, this.clock.now());
    if (!office) throw new ConcernedPartyError();
    const { areaCode, departmentId } = office;
    return bodyIn(county, areaCode, { departmentId, concernedIds: [personId] });
  }

  private async protection(tx: EntityManager, body: Body, areaCode: string): Promise<Concern> {
    const departments = await protectingDepartments(tx, areaCode.slice(0, COUNTY_CODE_LENGTH));
    const departmentIds = departments.filter((id) => id !== body.concernedDepartmentId);
    if (departmentIds.length === 0) throw new NobodyToProtectError();
    const restrictedTo = sightCodeOf('PROTECTION', areaCode);
    return { ...body, departmentIds, restrictedTo, restrictedAreaId: null };
  }
}

/** @throws ConcernedPartyError for a body of another county, or above any */
function bodyIn(
  county: string,
  areaCode: string,
  { departmentId, concernedIds }: { departmentId: string | null; concernedIds: string[] },
): Body {
  if (!areaCode.startsWith(county)) throw new ConcernedPartyError();
  const concernedAreaCode = departmentId === null ? areaCode : null;
  return { concernedAreaCode, concernedDepartmentId: departmentId, concernedIds };
}

function levelAbove(areaCode: string): string | null {
  const length = LENGTH_ABOVE[areaCode.length];
  return length === undefined ? null : areaCode.slice(0, length);
}
