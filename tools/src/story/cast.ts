import { Person } from './person.js';
import type { PlatformAddress } from './running-platform.js';

/** Who plays which part, by account. */
const PARTS = {
  gridWorker: 'grid-worker',
  villageOfficer: 'village-officer',
  townshipOfficer: 'township-officer',
  otherTownshipOfficer: 'other-township-officer',
  departmentOfficer: 'department-officer',
  countyCommand: 'county-command',
} as const;

export type Cast = Record<keyof typeof PARTS, Person>;

export const gatherCast = (address: PlatformAddress, correlationId: string): Promise<Cast> =>
  signInAll(PARTS, address, correlationId);

/** Signs everybody in at the issuer, as a browser would. */
export async function signInAll<Part extends string>(
  parts: Readonly<Record<Part, string>>,
  address: PlatformAddress,
  correlationId: string,
): Promise<Record<Part, Person>> {
  const people = Object.entries<string>(parts).map(async ([part, account]) => [
    part,
    await Person.signIn(account, address, correlationId),
  ]);
  return Object.fromEntries(await Promise.all(people)) as Record<Part, Person>;
}
