import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
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
  create: AclOperationTypes.CREATE,
  delete: AclOperationTypes.DELETE,
};

const SEEN_LIMIT_MS = 15_000;
const SEEN_POLL_MS = 50;

/**
 * Gives these users exactly these permissions: what is missing is added first, then what is too much is taken away.
 * Resolves when the broker goes by them, which is a little after it has noted them.
 */
export async function reconcilePermissions(
  admin: Admin,
  users: readonly string[],
  permissions: readonly Permission[],
): Promise<{ granted: number; revoked: number }> {
  const wanted = permissions.map(toAcl);
  const { missing, excess } = await differences(admin, users, wanted);
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (excess.length > 0) await admin.deleteAcls({ filters: excess });
  if (missing.length + excess.length > 0) await untilSeen(() => differences(admin, users, wanted));
  return { granted: missing.length, revoked: excess.length };
}

interface Differences {
  readonly missing: AclEntry[];
  readonly excess: AclEntry[];
}

async function differences(
  admin: Admin,
  users: readonly string[],
  wanted: readonly AclEntry[],
): Promise<Differences> {
  const principals = new Set(users.map(principalOf));
  const existing = (await allAcls(admin)).filter(({ principal }) => principals.has(principal));
  const lacking = (acls: readonly AclEntry[], others: readonly AclEntry[]) => {
    const known = new Set(others.map(identityOf));
    return acls.filter((acl) => !known.has(identityOf(acl)));
  };
  return { missing: lacking(wanted, existing), excess: lacking(existing, wanted) };
}

async function untilSeen(look: () => Promise<Differences>): Promise<void> {
  for (const deadline = Date.now() + SEEN_LIMIT_MS; ; await sleep(SEEN_POLL_MS)) {
    const { missing, excess } = await look();
    if (missing.length + excess.length === 0) return;
    if (Date.now() > deadline) throw new Error('The broker does not go by the permissions that it was given');
  }
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
