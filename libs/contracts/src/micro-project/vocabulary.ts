import { z } from 'zod';
import { areaCode, day, instant } from '../fields.js';

/** S0-02: the four kinds of small public works. */
export const PROJECT_KINDS = ['CONVENIENCE', 'CIVILISATION', 'PUBLIC_FACILITY', 'SAFETY'] as const;

/** S0-04, S0-05: "1", the one larger item of a year, and "N", the small ones. */
export const QUOTA_CLASSES = ['LARGER', 'SMALL'] as const;

/** S0-07: who carries it out and answers for it. */
export const LEAD_BODIES = ['VILLAGE', 'TOWNSHIP'] as const;

/** What makes a project the villagers' own matter, so that their meeting resolves on it first. */
export const COLLECTIVE_MATTERS = [
  'COLLECTIVE_MONEY',
  'MONEY_OR_LABOUR_RAISED',
  'CONTRACT_LET',
  'COLLECTIVE_PROPERTY',
] as const;

/** S0-11…14: whose decision an amount is, and who is told or asked besides. */
export const DECISION_BANDS = [
  'VILLAGE_DECIDES',
  'VILLAGE_DECIDES_AND_FILES',
  'TOWNSHIP_REVIEWS',
  'TOWNSHIP_DECIDES_AND_FILES',
] as const;

/** Bodies that decide at a meeting; no post decides alone. */
export const DECIDING_BODIES = [
  'VILLAGE_TWO_COMMITTEES',
  'TOWNSHIP_PARTY_COMMITTEE',
  'COUNTY_PARTY_COMMITTEE',
] as const;

/** Where a project stands in its life, from proposal to close (S0-17). */
export const PROJECT_STATES = [
  'PROPOSED',
  'SUBMITTED',
  'RETURNED',
  'DECIDED',
  'REJECTED',
  'ON_NOTICE',
  'CLEARED',
  'IN_PROGRESS',
  'STOPPED',
  'COMPLETED',
  'ACCEPTED',
  'EVALUATED',
  'AUDITED',
  'CLOSED',
  'ABANDONED',
] as const;

/** S0-21: what an emergency may skip. The decision itself it may not. */
export const SKIPPABLE_STEPS = ['COLLECTION', 'CONSULTATION', 'DESIGN'] as const;

export const CONTRACTOR_METHODS = ['QUOTES', 'BIDDING', 'VILLAGERS_OWN_LABOUR'] as const;

/** What a payment is for. */
export const PAYMENT_STAGES = ['ADVANCE', 'PROGRESS', 'COMPLETION', 'WAGES', 'RETENTION'] as const;

/** Who publishes what happens to a project. */
export const projectProducer = { service: 'micro-project', aggregate: 'project' };

const fen = z.int().nonnegative().describe('In fen (分).');

/** What every event of a project tells: what it is and where it stands after the step. */
export const projectStanding = {
  villageCode: areaCode,
  kind: z.enum(PROJECT_KINDS).describe('Its kind (类别).'),
  quotaClass: z.enum(QUOTA_CLASSES).describe('"1" or "N" (额度类别).'),
  leadBody: z.enum(LEAD_BODIES).describe('Who carries it out (实施主体).'),
  band: z
    .enum(DECISION_BANDS)
    .nullable()
    .describe('Whose decision the amount is; null before it is submitted.'),
  fromState: z.enum(PROJECT_STATES).nullable().describe('Where it stood before; null for a new one.'),
  toState: z.enum(PROJECT_STATES).describe('Where it stands after this step (状态).'),
  budgetFen: fen,
  committedFen: fen,
  paidFen: fen,
  envelopeYear: z.int().nullable().describe('The year whose quota it spends; null while it holds none.'),
  planItemId: z
    .uuid()
    .nullable()
    .describe('The item of the yearly plan that it carries out, if it is planned.'),
  isEmergency: z.boolean().describe('Begun under the emergency bypass (应急性事项).'),
  at: instant.describe('When the step happened.'),
};

/** A meeting as its minutes have it: who sat, by numbers alone. */
export const meetingFacts = {
  body: z.enum(DECIDING_BODIES).describe('The body (议事机构).'),
  heldOn: day,
  minutesDocumentId: z.uuid().describe('The scanned signed minutes (会议纪要).'),
  memberCount: z.int().positive(),
  presentCount: z.int().positive(),
  recusedCount: z.int().nonnegative(),
};

export const amountInFen = fen;
