/** A half-open range of codes in the order of collation "C". */
export interface CodeRange {
  readonly from: string;
  readonly to: string;
}

/** The character after '9': every code that starts with `code`, and no other, sorts between the two. */
const AFTER_DIGITS = ':';

/** The subtree of an area or grid: `code >= from AND code < to` (architecture: codes are prefix codes). */
export function subtreeOf(code: string): CodeRange {
  return { from: code, to: code + AFTER_DIGITS };
}

/**
 * Who may know of a thing at all. What is common is addressed by the codes of areas; what only discipline inspection or only
 * police and civil affairs may know of has addresses that no area's subtree holds: the code behind a letter.
 */
export const REALMS = { COMMON: '', INSPECTION: 'D', PROTECTION: 'P' } as const;
export type Realm = keyof typeof REALMS;

/** Where a thing of that realm stands for those who look for it by subtree. */
export const sightCodeOf = (realm: Realm, areaCode: string): string => REALMS[realm] + areaCode;

/** A PostgreSQL `code_multirange` literal of the given subtrees; codes are digits and letters, so nothing needs quoting. */
export function multirangeOf(codes: readonly string[]): string {
  return `{${codes.map((code) => `[${code},${code}${AFTER_DIGITS})`).join(',')}}`;
}

export const EVERY_AREA = '{[,)}';

/** The type row-level policies compare codes with, for a service's first migration. */
export const CODE_RANGE_DDL = `CREATE TYPE code_range AS RANGE (subtype = text, collation = "C")`;

/**
 * The three arms of row-level security as SQL, each evaluated once per statement: `(select …)` keeps the settings out
 * of the row loop.
 */
export const ROW_LEVEL = {
  areas: `(SELECT nullif(current_setting('app.areas', true), '')::code_multirange)`,
  departments: `(SELECT coalesce(nullif(current_setting('app.departments', true), ''), '{}'))::uuid[]`,
  subject: `(SELECT nullif(current_setting('app.subject', true), '')::uuid)`,
} as const;
