import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, instant } from './fields.js';
import { GRID_EVENT_CATEGORIES, GRID_EVENT_KINDS } from './grid-event.vocabulary.js';

/** Whose duty posts are alerted of an emergency (S1-23); discipline inspection alone where the county itself is meant. */
export const ALERT_LEVELS = ['VILLAGE', 'TOWNSHIP', 'COUNTY', 'DEPARTMENT', 'INSPECTION'] as const;

const alerts = { service: 'grid-registry', aggregate: 'grid-event-alert' };
const level = z.enum(ALERT_LEVELS);

/** What every event of an alert tells: that there is an emergency, of what kind and where, and nothing of what was said. */
const alertStanding = {
  gridEventId: z.uuid(),
  /** As exact as the events of the grid event itself. */
  areaCode,
  category: z.enum(GRID_EVENT_CATEGORIES).describe('The duty it falls under (事件类别).'),
  kind: z.enum(GRID_EVENT_KINDS).describe('Its kind (事件类型).'),
  level: level.describe('Whose duty post was alerted (告警岗位层级).'),
  departmentId: z.uuid().nullable().describe('The department that was alerted; null for a level.'),
  dueAt: instant.describe('By when it was to be acknowledged (签收时限).'),
  at: instant.describe('When the step happened.'),
};

export const GridEventAlertRaised = defineEvent(alerts, 'GridEventAlertRaised', alertStanding, {
  description: 'A duty post was alerted of an emergency (突发事件告警).',
});
export const GridEventAlertAcknowledged = defineEvent(
  alerts,
  'GridEventAlertAcknowledged',
  { ...alertStanding, acknowledgedBy: level.describe('The level whose post acknowledged it.') },
  { description: 'A duty post acknowledged the alert (签收告警).' },
);
export const GridEventAlertRungUp = defineEvent(
  alerts,
  'GridEventAlertRungUp',
  {
    ...alertStanding,
    fromLevel: level,
    toLevel: level.describe('The level that is alerted now; the same again at the top.'),
    ringCount: z.int().positive().describe('How often it was rung up (升级次数).'),
    nextRingAt: instant.nullable().describe('When it is rung up again; null after the last time.'),
  },
  { description: 'Nobody acknowledged the alert in time: the next level was alerted (告警升级).' },
);
