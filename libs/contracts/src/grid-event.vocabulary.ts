import { z } from 'zod';
import { areaCode, instant } from './fields.js';

/** S1-15: the ten duties of a grid, which are the categories of its events. */
export const GRID_EVENT_CATEGORIES = [
  'PARTY_BUILDING',
  'INFORMATION',
  'CONVENIENCE_SERVICE',
  'DISPUTE',
  'HAZARD',
  'PUBLIC_SECURITY',
  'SANITATION',
  'POPULATION',
  'PUBLICITY',
  'OTHER',
] as const;

/** S3-16: the four kinds of event. */
export const GRID_EVENT_KINDS = ['GENERAL', 'MEDIATION', 'EMERGENCY', 'APPROVAL'] as const;

/** S1-27: where an event came from. */
export const GRID_EVENT_SOURCES = [
  'PATROL',
  'SUPERIOR',
  'COUNTY_HEAD_MAILBOX',
  'LINKAGE_110',
  'HOTLINE_12345',
  'RESIDENT',
] as const;

/** Where an event stands in its life (S4-23). The first eleven are those of version 1 of the events. */
export const GRID_EVENT_STATES = [
  'REPORTED',
  'ACCEPTED',
  'REFUSED',
  'DISPATCHED',
  'UNDER_WAY',
  'REPORTED_DONE',
  'VERIFIED',
  'RESULT_NOTIFIED',
  'SETTLED_ON_THE_SPOT',
  'FOLLOWED_UP',
  'CLOSED',
  'REFUSAL_APPEALED',
  'MERGED',
  'HANDED_OVER',
  'PROCEDURE_TOLD',
  'STOOD_DOWN',
] as const;

/** S3-16 has no place for these: they go to whoever is competent, and back comes a receipt. */
export const HANDOVER_RECIPIENTS = [
  'PETITION_OFFICE',
  'DISCIPLINE_INSPECTION',
  'PROCURATORATE',
  'COURT',
  'POLICE',
] as const;

/** The sources that number their matters and want to be answered. */
export const OUTSIDE_SYSTEMS = ['HOTLINE_12345', 'LINKAGE_110', 'COUNTY_HEAD_MAILBOX', 'SUPERIOR'] as const;

export const HANDLING_LEVELS = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'] as const;

/** Who publishes what happens to grid events. */
export const gridEventProducer = { service: 'grid-registry', aggregate: 'grid-event' };

/** What every event of a grid event tells: what it is about and where it stands after the step. */
export const gridEventStanding = {
  /** Of the grid or village; of the body that answers for it where those concerned must not learn of it. */
  areaCode,
  villageCode: areaCode,
  category: z.enum(GRID_EVENT_CATEGORIES).describe('The duty it falls under (事件类别).'),
  kind: z.enum(GRID_EVENT_KINDS).describe('Its kind (事件类型).'),
  source: z.enum(GRID_EVENT_SOURCES).describe('Where it came from (事件来源).'),
  fromState: z.enum(GRID_EVENT_STATES).nullable().describe('Where it stood before; null for a new one.'),
  toState: z.enum(GRID_EVENT_STATES).describe('Where it stands after this step (状态).'),
  level: z.enum(HANDLING_LEVELS).describe('The level that has it in hand (办理层级).'),
  departmentId: z.uuid().nullable(),
  dueAt: instant.describe('The deadline after this step (办理时限).'),
  at: instant.describe('When the step happened.'),
};
