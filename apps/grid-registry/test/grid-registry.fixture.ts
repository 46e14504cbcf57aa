import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { startTestService } from '@lianxin/testing';
import type { ServiceDefinition, TestClient, TestService } from '@lianxin/testing';
import { createAppModule } from '../src/app.module.js';
import { database } from '../src/data-source.js';

export const COUNTY = '361104';
export const TOWNSHIP = '361104111';
export const VILLAGE = '361104111001';
export const OTHER_VILLAGE = '361104111200';
export const OTHER_TOWNSHIP = '361104100';
export const GRID = `${VILLAGE}001`;

/** One county with two townships and a few villages, one grid and one department: enough to work in. */
const PLACES = `
  INSERT INTO area (id, code, name, level, parent_id, committee_kind, valid_from) VALUES
    (1, '36', '江西省', 'PROVINCE', NULL, NULL, '2023-06-30'),
    (2, '3611', '上饶市', 'CITY', 1, NULL, '2023-06-30'),
    (3, '${COUNTY}', '广信区', 'COUNTY', 2, NULL, '2023-06-30'),
    (4, '${TOWNSHIP}', '郑坊镇', 'TOWNSHIP', 3, NULL, '2023-06-30'),
    (5, '${OTHER_TOWNSHIP}', '旭日街道', 'TOWNSHIP', 3, NULL, '2023-06-30'),
    (6, '${VILLAGE}', '郑坊居民委员会', 'VILLAGE', 4, 'RESIDENTS_COMMITTEE', '2023-06-30'),
    (7, '${OTHER_VILLAGE}', '楼村村民委员会', 'VILLAGE', 4, 'VILLAGERS_COMMITTEE', '2023-06-30'),
    (8, '${OTHER_TOWNSHIP}001', '旭日居民委员会', 'VILLAGE', 5, 'RESIDENTS_COMMITTEE', '2023-06-30')`;

export interface Place {
  readonly service: TestService;
  readonly departmentId: string;
  /** Police and civil affairs: what violence, abuse and neglect are reported to. */
  readonly policeId: string;
  readonly police: TestClient;
  readonly inspection: TestClient;
  readonly volunteer: TestClient;
  readonly worker: TestClient;
  readonly resident: TestClient;
  readonly villageOfficer: TestClient;
  readonly township: TestClient;
  readonly otherTownship: TestClient;
  readonly county: TestClient;
  readonly department: TestClient;
}

/** grid-registry with its people, stepped by hand. The clock stands at a working day's morning. */
export async function startGridRegistry(override?: ServiceDefinition['override']): Promise<Place> {
  const service = await startTestService({
    name: 'grid-registry',
    database,
    createModule: createAppModule,
    ...(override && { override }),
  });
  service.clock.set('2026-03-02T02:00:00Z');
  const departmentId = randomUUID();
  await service.sql(PLACES);
  await service.sql(
    `INSERT INTO grid (id, code, area_id, name, kind, household_count, is_synthetic) VALUES ($1, '${GRID}', 6, '第一网格', 'COMPREHENSIVE', 50, true)`,
    [randomUUID()],
  );
  await service.sql(
    `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'housing-construction', '住房和城乡建设局', '${COUNTY}', '{HAZARD}')`,
    [departmentId],
  );
  const policeId = randomUUID();
  await service.sql(
    `INSERT INTO department (id, code, name, area_code, duties, protects) VALUES
       ($1, 'public-security', '公安分局', '${COUNTY}', '{PUBLIC_SECURITY}', true), ($2, 'civil-affairs', '民政局', '${COUNTY}', '{POPULATION}', true)`,
    [policeId, randomUUID()],
  );
  return {
    service,
    departmentId,
    policeId,
    police: await service.signIn({
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: policeId,
    }),
    inspection: await service.signIn({ role: Role.DISCIPLINE_INSPECTION, areaCode: COUNTY }),
    volunteer: await service.signIn({ role: Role.GRID_VOLUNTEER, areaCode: VILLAGE }),
    worker: await service.signIn({ role: Role.GRID_WORKER, areaCode: GRID }),
    resident: await service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE }),
    villageOfficer: await service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE }),
    township: await service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP }),
    otherTownship: await service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: OTHER_TOWNSHIP }),
    county: await service.signIn({ role: Role.COUNTY_COMMAND, areaCode: COUNTY }),
    department: await service.signIn({ role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId }),
  };
}
