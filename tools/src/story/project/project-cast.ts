import { signInAll } from '../cast.js';
import { Person } from '../person.js';
import type { PlatformAddress } from '../running-platform.js';

const PARTS = {
  resident: 'resident',
  secondResident: 'resident-2',
  thirdResident: 'resident-3',
  villageOfficer: 'village-officer',
  townshipOfficer: 'township-officer',
  recorder: 'party-committee-recorder',
  countyCommand: 'county-command',
  assessmentOfficer: 'assessment-officer',
} as const;

/** Who plays in the chapter on a project; the passer-by has no account. */
export type ProjectCast = Record<keyof typeof PARTS | 'passerBy', Person>;

export async function gatherProjectCast(
  address: PlatformAddress,
  correlationId: string,
): Promise<ProjectCast> {
  const passerBy = Person.withoutAccount('passer-by', address, correlationId);
  return { ...(await signInAll(PARTS, address, correlationId)), passerBy };
}
