import { Role, ROLES } from '@lianxin/access';
import { GrantGiven, GrantRevoked } from '@lianxin/contracts';
import { on } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Logger } from '@nestjs/common';
import { AreaSubtrees } from './areas/area-subtrees.js';
import type { ReplicasOptions } from './replicas.options.js';

const INSERT = `
  INSERT INTO access_grant (id, subject, role, area_code, department_id, valid_from, valid_until)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`;
const REVOKE = `UPDATE access_grant SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`;

/** What is never given, such as acting as the platform, is not believed from an event either. */
const GIVEN_TO_PEOPLE = new Set<string>(Object.values(Role).filter((role) => ROLES[role].givenBy.length > 0));

/** Posts in and above the copied areas; a post elsewhere opens nothing here. */
export function grantHandlers({ subtrees }: ReplicasOptions): EventHandler[] {
  const copied = new AreaSubtrees(subtrees);
  const logger = new Logger('GrantReplica');
  return [
    on(GrantGiven, async ({ tx, event: { data } }) => {
      if (!copied.concerns(data.areaCode)) return;
      if (!GIVEN_TO_PEOPLE.has(data.role)) {
        logger.warn({
          message: 'Left out a grant of a role unknown here',
          grantId: data.grantId,
          role: data.role,
        });
        return;
      }
      const { grantId, subject, role, areaCode, departmentId, validFrom, validUntil } = data;
      await tx.query(INSERT, [grantId, subject, role, areaCode, departmentId, validFrom, validUntil]);
    }),
    on(GrantRevoked, async ({ tx, event: { data } }) => {
      await tx.query(REVOKE, [data.grantId, data.revokedAt]);
    }),
  ];
}
