import { sightCodeOf } from '@lianxin/access';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../../departments/departments.service.js';
import type { GridEventRow } from '../../grid-events/entity/grid-event.row.js';
import { GridsService } from '../../grids/grids.service.js';
import {
  areaIdOf,
  officesOf,
  officialsOfArea,
  officialsOfDepartment,
  protectingDepartments,
} from './concerns.queries.js';
import type { Office } from './concerns.queries.js';
import { ConcernedPartyError, NobodyToProtectError } from '../report.errors.js';
import type { ReportGridEventInput } from '../report.inputs.js';

/** Whom a report concerns, and who may therefore know of it. */
export type Concern = Pick<
  GridEventRow,
  | 'concernedAreaCode'
  | 'concernedDepartmentIds'
  | 'concernedIds'
  | 'departmentIds'
  | 'restrictedTo'
  | 'restrictedAreaId'
>;

type Body = Pick<Concern, 'concernedAreaCode' | 'concernedDepartmentIds' | 'concernedIds'>;

const NOBODY: Body = { concernedAreaCode: null, concernedDepartmentIds: [], concernedIds: [] };
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
    const above = levelAbove(body, county);
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
    return bodyIn(county, [{ areaCode: areaCode ?? '', departmentId: null }], concernedIds);
  }

  private async bodyOfDepartment(tx: EntityManager, departmentId: string, county: string): Promise<Body> {
    const { id, areaCode } = await this.departments.getDepartment(tx, departmentId);
    const concernedIds = await officialsOfDepartment(tx, id, this.clock.now());
    return bodyIn(county, [{ areaCode, departmentId: id }], concernedIds);
  }

  /** Every office counts: the highest for who may know of it, each department for who never handles it. */
  private async bodyOfPerson(tx: EntityManager, personId: string, county: string): Promise<Body> {
    return bodyIn(county, await officesOf(tx, personId, this.clock.now()), [personId]);
  }

  private async protection(tx: EntityManager, body: Body, areaCode: string): Promise<Concern> {
    const departments = await protectingDepartments(tx, areaCode.slice(0, COUNTY_CODE_LENGTH));
    const departmentIds = departments.filter((id) => !body.concernedDepartmentIds.includes(id));
    if (departmentIds.length === 0) throw new NobodyToProtectError();
    const restrictedTo = sightCodeOf('PROTECTION', areaCode);
    return { ...body, departmentIds, restrictedTo, restrictedAreaId: null };
  }
}

/**
 * @param offices the highest first
 * @throws ConcernedPartyError for nobody in office, and for what is of another county or above any
 */
function bodyIn(county: string, offices: readonly Office[], concernedIds: string[]): Body {
  const [highest] = offices;
  if (!highest?.areaCode.startsWith(county)) throw new ConcernedPartyError();
  const concernedDepartmentIds = [...new Set(offices.flatMap(({ departmentId }) => departmentId ?? []))];
  const ofArea = offices.find(({ departmentId }) => departmentId === null);
  return { concernedAreaCode: ofArea?.areaCode ?? null, concernedDepartmentIds, concernedIds };
}

/** A department's is the county, unless the county's own body is meant as well. */
function levelAbove({ concernedAreaCode, concernedDepartmentIds }: Body, county: string): string | null {
  if (concernedAreaCode === county) return null;
  if (concernedDepartmentIds.length > 0) return county;
  const length = LENGTH_ABOVE[concernedAreaCode?.length ?? 0];
  return length === undefined ? null : (concernedAreaCode?.slice(0, length) ?? null);
}
