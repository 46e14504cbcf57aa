import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, day, digest, instant } from './fields.js';

export const AREA_LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE'] as const;
export const COMMITTEE_KINDS = ['VILLAGERS_COMMITTEE', 'RESIDENTS_COMMITTEE'] as const;

const areas = { service: 'grid-registry', aggregate: 'area' };
const grids = { service: 'grid-registry', aggregate: 'grid' };
const departments = { service: 'grid-registry', aggregate: 'department' };
const grants = { service: 'grid-registry', aggregate: 'grant' };
const policies = { service: 'grid-registry', aggregate: 'policy' };

const committeeKind = z.enum(COMMITTEE_KINDS).nullable();

export const AreasImported = defineEvent(
  areas,
  'AreasImported',
  {
    importId: z.uuid(),
    fileDigest: digest,
    validFrom: day,
    rows: z.array(z.tuple([z.int(), areaCode, z.string(), z.int().nullable(), committeeKind])).max(20_000),
  },
  {
    description:
      'One batch of an import of areas (区划导入): `rows` are [id, code, name, parentId, committeeKind]; names of areas are public. The aggregate is the import.',
  },
);

export const AreaChanged = defineEvent(
  areas,
  'AreaChanged',
  {
    areaId: z.int(),
    change: z.enum(['NEW', 'RENAMED', 'MOVED', 'GONE']),
    formerCode: areaCode,
    code: areaCode,
    name: z.string(),
    parentId: z.int().nullable(),
    committeeKind,
    effectiveFrom: day,
    successorCodes: z.array(areaCode).describe('Codes that take over from a code that is gone.'),
  },
  {
    description:
      'An approved change of one area (区划变更); rows that carry the former code are rewritten by each service.',
  },
);

export const GridDefined = defineEvent(
  grids,
  'GridDefined',
  {
    gridId: z.uuid(),
    code: areaCode,
    villageCode: areaCode,
    kind: z.enum(['COMPREHENSIVE', 'EXCLUSIVE']),
    householdCount: z.int().nonnegative(),
    isSynthetic: z.boolean(),
  },
  { description: 'A grid was drawn within a village or community (网格划定).' },
);

export const DepartmentDefined = defineEvent(
  departments,
  'DepartmentDefined',
  {
    departmentId: z.uuid(),
    code: z.string(),
    areaCode,
    duties: z.array(z.string()),
    protects: z.boolean().optional().describe('Violence, abuse and neglect are reported to it.'),
  },
  { description: 'A department and the duties it answers for (职能部门).' },
);

export const GrantGiven = defineEvent(
  grants,
  'GrantGiven',
  {
    grantId: z.uuid(),
    subject: z.uuid(),
    role: z.string(),
    areaCode,
    departmentId: z.uuid().nullable(),
    validFrom: instant,
    validUntil: instant.nullable(),
  },
  { description: 'A person got a post in an area (授权).' },
);

export const GrantRevoked = defineEvent(
  grants,
  'GrantRevoked',
  {
    grantId: z.uuid(),
    subject: z.uuid(),
    revokedAt: instant,
  },
  { description: 'A post was taken back (撤销授权); it ends everywhere within a minute.' },
);

export const PolicyOverridden = defineEvent(
  policies,
  'PolicyOverridden',
  {
    overrideId: z.uuid(),
    policyKey: z.string(),
    areaCode,
    value: z.unknown(),
    effectiveFrom: day,
  },
  { description: 'An area set a policy value of its own (政策参数调整), from a later day on.' },
);

const webhooks = { service: 'grid-registry', aggregate: 'webhook' };

export const WebhookDefined = defineEvent(
  webhooks,
  'WebhookDefined',
  { webhookId: z.uuid(), departmentId: z.uuid(), areaCode },
  {
    description:
      'A department had changes of its events sent to an endpoint of its own (推送订阅); the address and the secret stay at home.',
  },
);

export const WebhookChanged = defineEvent(
  webhooks,
  'WebhookChanged',
  {
    webhookId: z.uuid(),
    departmentId: z.uuid(),
    change: z.enum(['PAUSED', 'RESUMED', 'SUSPENDED', 'SECRET_ROTATED', 'REPLAYED', 'REMOVED']),
  },
  {
    description:
      'An endpoint was paused, resumed, suspended by the platform, given another secret, sent back to a cursor or removed (推送订阅变更).',
  },
);
