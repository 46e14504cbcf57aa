import { createRequire } from 'node:module';
import type * as kafkajs from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import type { Permission } from './plan.js';

// Node finds these by their names only in the package as a whole.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = createRequire(
  import.meta.url,
)('kafkajs') as typeof kafkajs;

const ANY_HOST = '*';
const resources = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP };
const patterns = { literal: ResourcePatternTypes.LITERAL, prefix: ResourcePatternTypes.PREFIXED };
const operations = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  delete: AclOperationTypes.DELETE,
};

/** Gives these users exactly these permissions: what is missing is added first, then what is too much is taken away. */
export async function reconcilePermissions(
  admin: Admin,
  users: readonly string[],
  permissions: readonly Permission[],
): Promise<{ granted: number; revoked: number }> {
  const wanted = permissions.map(toAcl);
  const existing = (await allAcls(admin)).filter(({ principal }) =>
    users.some((user) => principal === principalOf(user)),
  );
  const isIn = (acls: AclEntry[]) => {
    const known = new Set(acls.map(identityOf));
    return (acl: AclEntry) => known.has(identityOf(acl));
  };
  const missing = wanted.filter((acl) => !isIn(existing)(acl));
  const excess = existing.filter((acl) => !isIn(wanted)(acl));
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (excess.length > 0) await admin.deleteAcls({ filters: excess });
  return { granted: missing.length, revoked: excess.length };
}

function toAcl({ user, on, name, match, operation }: Permission): AclEntry {
  return {
    principal: principalOf(user),
    host: ANY_HOST,
    resourceType: resources[on],
    resourceName: name,
    resourcePatternType: patterns[match],
    operation: operations[operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

async function allAcls(admin: Admin): Promise<AclEntry[]> {
  const found = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return found.resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
}

const principalOf = (user: string) => `User:${user}`;

const identityOf = (acl: AclEntry) =>
  [
    ...[acl.principal, acl.host, acl.resourceType, acl.resourceName],
    ...[acl.resourcePatternType, acl.operation, acl.permissionType],
  ].join('\n');
