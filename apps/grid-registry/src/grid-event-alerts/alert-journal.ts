import type { Actor, Grant } from '@lianxin/access';
import type { GridEventAlert } from './grid-event-alert.entity.js';

/** The post of the platform itself. */
export function alertGrantOf(platform: Actor): Grant {
  const [grant] = platform.grants;
  if (!grant) throw new Error('The platform has no post.');
  return grant;
}

/** What each event of an alert tells. */
export function alertStandingOf(alert: GridEventAlert, at: Date) {
  const { gridEventId, areaCode, category, level, departmentId } = alert;
  return {
    gridEventId,
    areaCode,
    category,
    kind: 'EMERGENCY' as const,
    level,
    departmentId,
    dueAt: alert.dueAt.toISOString(),
    at: at.toISOString(),
  };
}
