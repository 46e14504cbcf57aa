import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, day, instant } from './fields.js';

export const AREA_LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE'] as const;
export const COMMITTEE_KINDS = ['VILLAGERS_COMMITTEE', 'RESIDENTS_COMMITTEE'] as const;

const areas = { service: 'grid-registry', aggregate: 'area' };
const grids = { service: 'grid-registry', aggregate: 'grid' };
const departments = { service: 'grid-registry', aggregate: 'department' };
const grants = { service: 'grid-registry', aggregate: 'grant' };
const policies = { service: 'grid-registry', aggregate: 'policy' };

const committeeKind = z.enum(COMMITTEE_KINDS).nullable();

/**
 * One batch of an import: `rows` are [id, code, name, parentId, committeeKind]; names of areas are public.
 * The aggregate is the import.
 */
export const AreasImported = defineEvent(areas, 'AreasImported', {
  importId: z.uuid(),
  /** SHA-256 of the file, hexadecimal. */
  fileDigest: z.string().regex(/^[0-9a-f]{64}$/),
  validFrom: day,
  rows: z.array(z.tuple([z.int(), areaCode, z.string(), z.int().nullable(), committeeKind])).max(20_000),
});

/** An approved change of one area; rows that carry the former code are rewritten by each service. */
export const AreaChanged = defineEvent(areas, 'AreaChanged', {
  areaId: z.int(),
  change: z.enum(['NEW', 'RENAMED', 'MOVED', 'GONE']),
  formerCode: areaCode,
  code: areaCode,
  name: z.string(),
  parentId: z.int().nullable(),
  committeeKind,
  effectiveFrom: day,
  /** Codes that take over from a code that is gone. */
  successorCodes: z.array(areaCode),
});

export const GridDefined = defineEvent(grids, 'GridDefined', {
  gridId: z.uuid(),
  code: areaCode,
  villageCode: areaCode,
  kind: z.enum(['COMPREHENSIVE', 'EXCLUSIVE']),
  householdCount: z.int().nonnegative(),
  isSynthetic: z.boolean(),
});

export const DepartmentDefined = defineEvent(departments, 'DepartmentDefined', {
  departmentId: z.uuid(),
  code: z.string(),
  areaCode,
  duties: z.array(z.string()),
});

export const GrantGiven = defineEvent(grants, 'GrantGiven', {
  grantId: z.uuid(),
  subject: z.uuid(),
  role: z.string(),
  areaCode,
  departmentId: z.uuid().nullable(),
  validFrom: instant,
  validUntil: instant.nullable(),
});

export const GrantRevoked = defineEvent(grants, 'GrantRevoked', {
  grantId: z.uuid(),
  subject: z.uuid(),
  revokedAt: instant,
});

export const PolicyOverridden = defineEvent(policies, 'PolicyOverridden', {
  overrideId: z.uuid(),
  policyKey: z.string(),
  areaCode,
  value: z.unknown(),
  effectiveFrom: day,
});
