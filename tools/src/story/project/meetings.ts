import { randomUUID } from 'node:crypto';
import type { Person } from '../person.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { SET_BODY_MEMBERS } from './documents.js';
import { scan } from './paper.js';
import type { Stage } from './stage.js';

const memberCount = 7;

/** A body that meets, and who sits on it: invented people. */
export interface Body {
  readonly kind: 'VILLAGE_TWO_COMMITTEES' | 'TOWNSHIP_PARTY_COMMITTEE';
  readonly areaCode: string;
  readonly memberIds: readonly string[];
}

/** Who belongs to a body is registered by the level above or its own office, never by who keys its meetings in. */
export function registerBody(stage: Stage, kind: Body['kind'], areaCode: string): Promise<Body> {
  const { townshipOfficer } = stage.cast;
  return tell(stage, townshipOfficer, 'setBodyMembers', async () => {
    const memberIds = Array.from({ length: memberCount }, () => randomUUID());
    const input = { kind, areaCode, memberIds };
    const name = 'setBodyMembers';
    const set = await townshipOfficer.command<{ memberIds: string[] }>(SET_BODY_MEMBERS, name, input);
    expect('how many members', set.memberIds.length, memberCount);
    return { text: `registers who sits on ${kind}`, found: { kind, memberCount }, answer: input };
  });
}

/** A meeting of today, its signed minutes scanned. @param of the village or township whose matter it is; the project's unless told */
export async function meet(stage: Stage, keyer: Person, body: Body, of?: string): Promise<Meeting> {
  const minutesDocumentId = await scan(stage, keyer, {
    ...{ purpose: 'MINUTES', form: 'SIGNED_SCAN', ...(of && { areaCode: of }) },
    text: `scans the signed minutes of a meeting of ${body.kind}`,
  });
  return {
    ...{ body: body.kind, heldOn: stage.today, minutesNumber: `会纪${stage.today}`, minutesDocumentId },
    presentIds: body.memberIds.slice(1),
  };
}

export interface Meeting {
  readonly body: string;
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly presentIds: readonly string[];
}
