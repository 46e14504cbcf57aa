import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { EventTraffic } from '@lianxin/journal';
import type { IncomingMessage } from '@lianxin/journal';
import { ReplicasConsumer } from '@lianxin/replicas';
import { startTestService } from '@lianxin/testing';
import type { ServiceDefinition, TestClient, TestService } from '@lianxin/testing';
import { createAppModule } from '../src/app.module.js';
import { database } from '../src/data-source.js';
import type { DocumentForm, DocumentPurpose } from '../src/documents/documents.queries.js';
import {
  anAreasImport,
  areaIdOf,
  COUNTY,
  GRID,
  NEIGHBOUR,
  OTHER_TOWNSHIP,
  TOWNSHIP,
  VILLAGE,
} from './area.builder.js';

/** Monday morning of a week without holidays. */
export const FIRST_DAY = '2026-03-02T02:00:00Z';

export interface Bodies {
  readonly village: readonly string[];
  readonly township: readonly string[];
  readonly county: readonly string[];
}

/** micro-project with its people and places, stepped by hand. */
export interface Place {
  readonly service: TestService;
  readonly resident: TestClient;
  readonly neighbour: TestClient;
  readonly worker: TestClient;
  readonly villageOfficer: TestClient;
  readonly neighbourOfficer: TestClient;
  readonly township: TestClient;
  readonly otherTownship: TestClient;
  readonly recorder: TestClient;
  readonly countyRecorder: TestClient;
  readonly county: TestClient;
  readonly auditor: TestClient;
  readonly inspection: TestClient;
  readonly assessment: TestClient;
  /** Who sits on the bodies of the village, its township and the county. */
  readonly bodies: Bodies;
}

const SET_MEMBERS = `mutation ($input: SetBodyMembersInput!) { setBodyMembers(input: $input) { id } }`;

export async function startMicroProject(override?: ServiceDefinition['override']): Promise<Place> {
  const service = await startTestService({
    name: 'micro-project',
    database,
    createModule: createAppModule,
    ...(override && { override }),
  });
  service.clock.set(FIRST_DAY);
  await deliverCopies(service, anAreasImport());
  await service.sql(
    `INSERT INTO grid (id, code, village_code, kind, household_count, is_synthetic) VALUES ($1, $2, $3, 'COMPREHENSIVE', 50, true)`,
    [randomUUID(), GRID, VILLAGE],
  );
  const post = (role: Role, areaCode: string): Promise<TestClient> => service.signIn({ role, areaCode });
  const place = {
    service,
    resident: await post(Role.RESIDENT, VILLAGE),
    neighbour: await post(Role.RESIDENT, NEIGHBOUR),
    worker: await post(Role.GRID_WORKER, GRID),
    villageOfficer: await post(Role.VILLAGE_OFFICER, VILLAGE),
    neighbourOfficer: await post(Role.VILLAGE_OFFICER, NEIGHBOUR),
    township: await post(Role.TOWNSHIP_OFFICER, TOWNSHIP),
    otherTownship: await post(Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP),
    recorder: await post(Role.PARTY_COMMITTEE_RECORDER, TOWNSHIP),
    countyRecorder: await post(Role.PARTY_COMMITTEE_RECORDER, COUNTY),
    county: await post(Role.COUNTY_COMMAND, COUNTY),
    auditor: await post(Role.AUDITOR, COUNTY),
    inspection: await post(Role.DISCIPLINE_INSPECTION, COUNTY),
    assessment: await post(Role.ASSESSMENT_OFFICER, COUNTY),
  };
  return { ...place, bodies: await setBodies(place) };
}

/** Steps the read copies of areas, grids, grants and policies. */
export async function deliverCopies(service: TestService, ...messages: IncomingMessage[]): Promise<void> {
  const runner = service.app.get(EventTraffic).runnerOf(service.app.get(ReplicasConsumer));
  await runner.deliver(messages);
}

async function setBodies({ township, county }: Pick<Place, 'township' | 'county'>): Promise<Bodies> {
  const people = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  const bodies = { village: people(5), township: people(7), county: people(7) };
  const set = (
    who: TestClient,
    kind: string,
    areaCode: string,
    memberIds: readonly string[],
  ): Promise<unknown> =>
    who.get(SET_MEMBERS, { input: { requestId: randomUUID(), kind, areaCode, memberIds } });
  await set(township, 'VILLAGE_TWO_COMMITTEES', VILLAGE, bodies.village);
  await set(township, 'VILLAGE_TWO_COMMITTEES', NEIGHBOUR, bodies.village);
  await set(township, 'TOWNSHIP_PARTY_COMMITTEE', TOWNSHIP, bodies.township);
  await set(county, 'COUNTY_PARTY_COMMITTEE', COUNTY, bodies.county);
  return bodies;
}

export interface StoredDocument {
  readonly purpose?: DocumentPurpose;
  readonly form?: DocumentForm;
  readonly areaCode?: string;
  readonly projectId?: string | null;
}

/** Arranges a document that lies in the archive, without its bytes; its id is answered. */
export async function aStoredDocument(
  { service, villageOfficer }: Pick<Place, 'service' | 'villageOfficer'>,
  { purpose = 'MINUTES', form = 'SIGNED_SCAN', areaCode = VILLAGE, projectId = null }: StoredDocument = {},
): Promise<string> {
  const id = randomUUID();
  await service.sql(
    `INSERT INTO document (id, area_id, area_code, project_id, purpose, form, media_type, bytes, object_id, content_key, cipher,
       digest, added_by, added_role, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'application/pdf', 1000, $7, 'key', 'A256GCM', $8, $9, 'VILLAGE_OFFICER', now())`,
    [
      id,
      Number(areaIdOf(VILLAGE)),
      areaCode,
      projectId,
      purpose,
      form,
      randomUUID(),
      'a'.repeat(64),
      villageOfficer.subject,
    ],
  );
  return id;
}
