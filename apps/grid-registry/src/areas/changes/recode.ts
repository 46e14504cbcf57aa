import { EVERY_AREA, REALMS, subtreeOf } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { EntityManager } from 'typeorm';

/** Where this service keeps codes of areas and grids beside their ids. Journal entries keep the codes of their day. */
const CARRIERS = [
  ['grid', 'code'],
  ['department', 'area_code'],
  ['access_grant', 'area_code'],
  ['policy_override', 'area_code'],
  ['follow_up_sample', 'area_code'],
  ['grid_event', 'area_code'],
  ['grid_event', 'concerned_area_code'],
  ['grid_event_alert', 'area_code'],
] as const;

/** Codes that may stand behind the letter of a realm. */
const REALM_CARRIERS = [
  ['grid_event', 'restricted_to'],
  ['grid_event_alert', 'post_code'],
] as const;

const REACH = `SELECT set_config('app.areas', $1, true)`;

/**
 * Rewrites a code and all that start with it. Rows that the actor may not see move along all the same: for these
 * statements alone the platform's own reach is taken.
 */
export async function recode(
  tx: EntityManager,
  actor: Actor,
  formerCode: string,
  code: string,
): Promise<void> {
  const { from, to } = subtreeOf(formerCode);
  await tx.query(REACH, [EVERY_AREA]);
  for (const carrier of CARRIERS) await tx.query(recodeOf(carrier), [from, to, code, formerCode.length]);
  for (const letter of Object.values(REALMS)) {
    const { from: low, to: high } = subtreeOf(letter + formerCode);
    for (const carrier of REALM_CARRIERS)
      await tx.query(recodeOf(carrier), [low, high, letter + code, letter.length + formerCode.length]);
  }
  await tx.query(REACH, [actor.rowLevelContext.areas]);
}

const recodeOf = ([table, column]: readonly [string, string]): string =>
  `UPDATE ${table} SET ${column} = $3::text || substr(${column}, $4::int + 1) WHERE ${column} >= $1 AND ${column} < $2`;
