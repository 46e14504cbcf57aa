import type { ClientBase } from 'pg';
import type { ErasureList } from './erasure-list.js';

/** Any number, the same for every process that writes this key store's list. */
const listLock = 4_910_002;
const batchSize = 500;

const NOT_YET_ERASED = `
  SELECT listed.person_id AS "personId" FROM unnest($1::uuid[]) AS listed (person_id)
   WHERE NOT EXISTS (SELECT FROM person_key k WHERE k.person_id = listed.person_id AND k.destroyed_at IS NOT NULL)
      OR EXISTS (SELECT FROM person_key k WHERE k.person_id = listed.person_id AND k.wrapped_key IS NOT NULL)`;
const NOT_LISTED = `
  SELECT DISTINCT person_id AS "personId" FROM person_key WHERE destroyed_at IS NOT NULL AND NOT person_id = ANY ($1::uuid[])`;
const DESTROY = 'SELECT destroy_person_keys(person_id) FROM unnest($1::uuid[]) AS listed (person_id)';

export interface ErasuresApplied {
  listed: number;
  /** Keys that a restore had brought back, destroyed again. */
  destroyed: number;
  /** Persons whom the key store knew as erased and the list did not: it was lost or shortened, and has them again. */
  listedAgain: number;
  brokenLines: number[];
}

interface Person {
  personId: string;
}

/**
 * Makes key store and list agree, in favour of erasure: whoever is on the list has no key afterwards, and whoever was erased is
 * on the list. Safe to repeat; costs two reads when there is nothing to do.
 */
export async function applyErasures(client: ClientBase, list: ErasureList): Promise<ErasuresApplied> {
  return inTurn(client, async () => {
    const { personIds, brokenLines } = list.read();
    let destroyed = 0;
    for (let start = 0; start < personIds.length; start += batchSize) {
      const { rows } = await client.query<Person>(NOT_YET_ERASED, [
        personIds.slice(start, start + batchSize),
      ]);
      if (rows.length > 0) await client.query(DESTROY, [rows.map(({ personId }) => personId)]);
      destroyed += rows.length;
    }
    const { rows: unlisted } = await client.query<Person>(NOT_LISTED, [personIds]);
    const listedAgain = list.add(
      unlisted.map(({ personId }) => personId),
      new Date(),
    );
    return { listed: personIds.length + listedAgain, destroyed, listedAgain, brokenLines };
  });
}

/** Destroys a person's keys, after the list outside says so: no moment lies between them in which only the key is gone. */
export async function eraseListed(client: ClientBase, list: ErasureList, personId: string): Promise<void> {
  await inTurn(client, async () => {
    list.add([personId], new Date());
    await client.query(DESTROY, [[personId]]);
  });
}

/** One writer of the list at a time, over all processes of this key store. */
async function inTurn<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [listLock]);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
