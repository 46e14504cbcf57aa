import { signInAll } from '../cast.js';
import { Person } from '../person.js';
import type { PlatformAddress } from '../running-platform.js';

const PARTS = {
  resident: 'resident',
  secondResident: 'resident-2',
  thirdResident: 'resident-3',
  volunteer: 'grid-volunteer',
  gridWorker: 'grid-worker',
  villageOfficer: 'village-officer',
  townshipOfficer: 'township-officer',
  countyCommand: 'county-command',
  departmentOfficer: 'department-officer',
} as const;

/** Who plays in the chapter on trust; the slip holder has no account. */
export type TrustCast = Record<keyof typeof PARTS | 'slipHolder', Person>;

export async function gatherTrustCast(address: PlatformAddress, correlationId: string): Promise<TrustCast> {
  const slipHolder = Person.withoutAccount('slip-holder', address, correlationId);
  return { ...(await signInAll(PARTS, address, correlationId)), slipHolder };
}
