import { Actor, Role } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { findAreasWithin } from '../areas/areas.queries.js';
import { ImportAreasService } from '../areas/import/import-areas.service.js';
import { DepartmentsService } from '../departments/departments.service.js';
import { findDepartmentsIn } from '../departments/departments.queries.js';
import { postsEverGivenTo } from '../grants/grants.queries.js';
import { GrantsService } from '../grants/grants.service.js';
import { findGridsByCode } from '../grids/grids.queries.js';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import {
  AREA_DATA_DAY,
  DEMONSTRATION_COUNTY,
  DEMONSTRATION_DEPARTMENTS,
  DEMONSTRATION_TOWNSHIP,
  syntheticGridsOf,
} from './demonstration.js';
import type { SeedFile } from './demonstration.js';

const MAX_VILLAGES = 100;

/** Puts the first data in place by the same commands that people use; what is there already is left alone. */
@Injectable()
export class Seeder {
  private readonly actor = Actor.system(systemSubject('grid-registry.seed'), {
    correlationId: 'grid-registry.seed',
  });

  constructor(
    private readonly database: Database,
    private readonly areas: ImportAreasService,
    private readonly grids: GridsService,
    private readonly departments: DepartmentsService,
    private readonly grants: GrantsService,
    private readonly policies: PoliciesService,
  ) {}

  async seed(areaFile: string, { accounts, policies }: SeedFile): Promise<void> {
    await this.inTransaction((tx) => this.seedAreas(tx, areaFile));
    await this.inTransaction((tx) => this.seedDepartments(tx));
    await this.inTransaction((tx) => this.seedGrids(tx));
    await this.inTransaction((tx) => this.seedPolicies(tx, policies));
    for (const account of accounts) await this.inTransaction((tx) => this.seedGrants(tx, account));
  }

  private inTransaction(work: (tx: EntityManager) => Promise<void>): Promise<void> {
    return this.database.write(this.actor, work);
  }

  private async seedAreas(tx: EntityManager, file: string): Promise<void> {
    const order = { files: [file], within: DEMONSTRATION_COUNTY, isStrict: true, validFrom: AREA_DATA_DAY };
    await this.areas.importAreas(tx, this.actor, order);
  }

  private async seedDepartments(tx: EntityManager): Promise<void> {
    const known = new Set((await findDepartmentsIn(tx, DEMONSTRATION_COUNTY)).map(({ code }) => code));
    for (const department of DEMONSTRATION_DEPARTMENTS.filter(({ code }) => !known.has(code))) {
      const id = uuidv7();
      const { protects = false } = department;
      const input = { ...department, protects, areaCode: DEMONSTRATION_COUNTY, requestId: id };
      await this.departments.defineDepartment(tx, this.actor, id, input);
    }
  }

  private async seedGrids(tx: EntityManager): Promise<void> {
    const page = {
      within: DEMONSTRATION_TOWNSHIP,
      level: 'VILLAGE',
      after: '',
      count: MAX_VILLAGES,
    } as const;
    const grids = (await findAreasWithin(tx, page)).flatMap(syntheticGridsOf);
    const known = new Set(
      (
        await findGridsByCode(
          tx,
          grids.map(({ code }) => code),
        )
      ).map(({ code }) => code),
    );
    for (const grid of grids.filter(({ code }) => !known.has(code))) {
      const id = uuidv7();
      const input = { ...grid, kind: 'COMPREHENSIVE', isSynthetic: true, requestId: id } as const;
      await this.grids.defineGrid(tx, this.actor, id, input);
    }
  }

  private async seedPolicies(tx: EntityManager, policies: SeedFile['policies']): Promise<void> {
    for (const policy of policies)
      await this.policies.seedPolicy(tx, this.actor, { ...policy, overrideId: uuidv7() });
  }

  private async seedGrants(
    tx: EntityManager,
    { subject, posts }: SeedFile['accounts'][number],
  ): Promise<void> {
    const given = new Set(await postsEverGivenTo(tx, subject));
    for (const { role, areaCode, departmentCode } of posts.filter(
      (post) => !given.has(`${post.role} ${post.areaCode}`),
    )) {
      const id = uuidv7();
      const departmentId = departmentCode ? await this.departmentId(tx, departmentCode) : undefined;
      await this.grants.giveGrant(tx, this.actor, id, {
        subject,
        role: role as Role,
        areaCode,
        departmentId,
        requestId: id,
      });
    }
  }

  private async departmentId(tx: EntityManager, code: string): Promise<string> {
    const department = (await findDepartmentsIn(tx, DEMONSTRATION_COUNTY)).find((each) => each.code === code);
    if (!department) throw new Error(`The demonstration has no department ${code}.`);
    return department.id;
  }
}
