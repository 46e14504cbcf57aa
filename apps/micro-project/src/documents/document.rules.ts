import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import type { KeptDocument } from './documents.queries.js';

const SUBJECT = 'MicroProjectDocument';

/** What the rules look at. */
export interface DocumentView {
  readonly areaCode: string;
  readonly isPublished: 'YES' | 'NO';
}

export const viewOfDocument = ({ areaCode, isPublished }: KeptDocument): DocumentView => ({
  areaCode,
  isPublished: isPublished ? 'YES' : 'NO',
});

/** Whether it was published, over the aliases `d` and `p`, its project (S0-15, S0-19, S0-20). */
export const IS_PUBLISHED = `coalesce(CASE d.purpose WHEN 'NOTICE' THEN p.notice_posted_at WHEN 'SURVEY' THEN p.evaluated_at
  WHEN 'AUDIT' THEN p.audited_at WHEN 'FINAL_ACCOUNT' THEN p.audited_at END IS NOT NULL, false)`;

/** The rules as SQL over the same aliases. */
export const OPENABLE_DOCUMENTS = {
  action: 'open',
  subject: SUBJECT,
  columns: { areaCode: 'd.area_code', isPublished: `(CASE WHEN ${IS_PUBLISHED} THEN 'YES' ELSE 'NO' END)` },
};

const READERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);
const KEEPERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
]);

/** Who reads the papers of an area's projects, and who adds those that belong to no single project. */
export function documentRules({ role, areaCode }: Grant): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const conditions = { areaCode: { $gte: from, $lt: to } };
  return [
    ...(READERS.has(role) ? [{ action: 'open', subject: SUBJECT, conditions }] : []),
    ...(KEEPERS.has(role) ? [{ action: 'add', subject: SUBJECT, conditions }] : []),
    ...(role === Role.PERSON
      ? [{ action: 'open', subject: SUBJECT, conditions: { isPublished: 'YES' } }]
      : []),
  ];
}
