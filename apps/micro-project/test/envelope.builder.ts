import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { ofTownship } from './project.builder.js';

export const YEAR = 2026;

export interface ClassAnswer {
  readonly quotaClass: 'LARGER' | 'SMALL';
  readonly limit: string;
  readonly held: string;
  readonly reserved: string;
  readonly committed: string;
  readonly settled: string;
  readonly retained: string;
  readonly available: string;
}

export interface EnvelopeAnswer {
  readonly id: string | null;
  readonly villageCode: string;
  readonly year: number;
  readonly isOpened: boolean;
  readonly largerProjects: number;
  readonly maxLargerProjects: number;
  readonly classes: readonly ClassAnswer[];
  readonly projects: readonly { projectId: string; quotaClass: string; state: string; held: string }[];
  readonly history: readonly Record<string, unknown>[];
}

const FIELDS = `id villageCode year isOpened largerProjects maxLargerProjects
  classes { quotaClass limit held reserved committed settled retained available }
  projects { projectId quotaClass state held }
  history { kind quotaClass limitBefore limitAfter reason otherVillageCode body heldOn memberCount presentCount changedRole }`;

export const CHANGES = {
  setLimit: `mutation ($input: SetEnvelopeLimitInput!) { answer: setEnvelopeLimit(input: $input) { ${FIELDS} } }`,
  move: `mutation ($input: MoveQuotaInput!) { answer: moveQuota(input: $input) { ${FIELDS} } }`,
  raise: `mutation ($input: RaiseEnvelopeInput!) { answer: raiseEnvelope(input: $input) { ${FIELDS} } }`,
} as const;

export type ChangeName = keyof typeof CHANGES;

export async function envelopeSeen(
  who: TestClient,
  villageCode = VILLAGE,
  year = YEAR,
): Promise<EnvelopeAnswer> {
  const { envelope } = await who.get<{ envelope: EnvelopeAnswer }>(
    `query ($villageCode: String!, $year: Int!) { envelope(villageCode: $villageCode, year: $year) { ${FIELDS} } }`,
    { villageCode, year },
  );
  return envelope;
}

export const smallOf = ({ classes }: EnvelopeAnswer): ClassAnswer | undefined =>
  classes.find(({ quotaClass }) => quotaClass === 'SMALL');

/** Changes a quota as somebody; a move answers both envelopes. */
export async function change(
  who: TestClient,
  name: ChangeName,
  input: Record<string, unknown>,
): Promise<EnvelopeAnswer[]> {
  const { answer } = await who.get<{ answer: EnvelopeAnswer | EnvelopeAnswer[] }>(CHANGES[name], {
    input: { requestId: randomUUID(), ...input },
  });
  return Array.isArray(answer) ? answer : [answer];
}

export const changeRefused = (
  who: TestClient,
  name: ChangeName,
  input: Record<string, unknown>,
): Promise<string> => who.refusal(CHANGES[name], { input: { requestId: randomUUID(), ...input } });

const REASON = '按事项轻重统筹安排';

export const aLimit = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ villageCode: VILLAGE, year: YEAR, quotaClass: 'SMALL', limit: '150000', reason: REASON },
  ...over,
});

export const aMove = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ fromVillageCode: VILLAGE, toVillageCode: NEIGHBOUR, year: YEAR, quotaClass: 'SMALL' },
  ...{ amount: '50000', reason: REASON },
  ...over,
});

/** What is keyed in of an exception of the township's Party committee. */
export async function aRaise(
  place: Place,
  { meeting, ...over }: Record<string, unknown> & { meeting?: Record<string, unknown> } = {},
): Promise<Record<string, unknown>> {
  const minutesDocumentId = await aStoredDocument(place, { areaCode: TOWNSHIP });
  return {
    ...{ villageCode: VILLAGE, year: YEAR, quotaClass: 'SMALL', amount: '30000', reason: REASON },
    meeting: {
      ...{ heldOn: '2026-03-02', minutesNumber: `镇纪${randomUUID().slice(0, 8)}`, minutesDocumentId },
      ...ofTownship(place),
      ...meeting,
    },
    ...over,
  };
}

/** Nothing of projects and envelopes is left. */
export async function clearEnvelopes({ service }: Pick<Place, 'service'>): Promise<void> {
  const tables = ['commitment_list_item', 'commitment_list', 'envelope_change', 'project_decision'];
  for (const table of [...tables, 'project_terms', 'project', 'envelope'])
    await service.sql(`DELETE FROM ${table}`);
}
