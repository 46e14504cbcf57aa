import { Role, ROLES, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { GridEvent } from './grid-event.entity.js';
import type { HandlingLevel } from './grid-event.row.js';

const SUBJECT = 'GridEvent';

/** What the rules look at. A missing value is a word, so that rules can name it. */
export const NONE = 'NONE';

export interface GridEventView {
  readonly areaCode: string;
  readonly level: HandlingLevel;
  readonly departmentId: string;
  readonly reporterId: string;
  readonly dispatcherId: string;
}

export function viewOf(event: GridEvent): GridEventView {
  const { areaCode, level, reporterId } = event;
  return {
    areaCode,
    level,
    reporterId,
    departmentId: event.departmentId ?? NONE,
    dispatcherId: event.dispatcherId ?? NONE,
  };
}

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/** Those who follow up or look after the work of others; never those who did it. */
const READS_ANSWERS = new Set([
  Role.COUNTY_COMMAND,
  Role.ASSESSMENT_OFFICER,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);

/** S1-22, S1-24, S1-27…29: who does what with an event. An officer acts on the own level and those below it. */
export function gridEventRules(grant: Grant, person: string): AccessRule[] {
  const { from, to } = subtreeOf(grant.areaCode);
  const areaCode = { $gte: from, $lt: to };
  const own = may(['read', 'readFollowUp', 'reopen', 'urge', 'reveal:OWN'], { reporterId: person });
  const reading = ROLES[grant.role].reach === 'subtree' ? readingIn(areaCode) : [];
  const answers = READS_ANSWERS.has(grant.role) ? may(['readFollowUp'], { areaCode }) : [];
  return [...own, ...reading, ...answers, ...actionsOf(grant, areaCode, person)];
}

function readingIn(areaCode: { $gte: string; $lt: string }): AccessRule[] {
  return [
    ...may(['read'], { areaCode }),
    { action: 'read', subject: 'GridEventStatistics', conditions: { areaCode } },
  ];
}

function actionsOf(grant: Grant, areaCode: { $gte: string; $lt: string }, person: string): AccessRule[] {
  switch (grant.role) {
    case Role.RESIDENT:
      return may(['report'], { areaCode, source: 'RESIDENT' });
    case Role.GRID_WORKER:
    case Role.GRID_LEADER:
      return [
        ...may(['report', 'settleOnTheSpot', 'verify', 'reveal:HANDLING', 'reveal:VERIFICATION'], {
          areaCode,
        }),
        ...handlerActions({ areaCode, level: 'GRID', departmentId: NONE }),
      ];
    case Role.VILLAGE_OFFICER:
      return officerActions(areaCode, ['GRID', 'VILLAGE'], person);
    case Role.TOWNSHIP_OFFICER:
      return officerActions(areaCode, ['GRID', 'VILLAGE', 'TOWNSHIP'], person);
    case Role.COUNTY_COMMAND:
      return [
        ...officerActions(areaCode, ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'], person),
        ...may(['followUp', 'close', 'reopen', 'reveal:FOLLOW_UP'], { areaCode }),
      ];
    case Role.DEPARTMENT_OFFICER: {
      if (!grant.departmentId) return [];
      const conditions = { departmentId: grant.departmentId };
      return [...may(['read', 'reveal:HANDLING'], conditions), ...handlerActions(conditions)];
    }
    case Role.DISCIPLINE_INSPECTION:
      return may(['reveal:AUDIT'], { areaCode });
    default:
      return [];
  }
}

function handlerActions(conditions: Conditions): AccessRule[] {
  return may(['start', 'reportDone', 'return', 'requestExtension'], conditions);
}

function officerActions(
  areaCode: { $gte: string; $lt: string },
  levels: readonly HandlingLevel[],
  person: string,
): AccessRule[] {
  const inHand = { areaCode, level: { $in: levels } };
  const reading = ['reveal:HANDLING', 'reveal:VERIFICATION', 'reveal:RESULT_NOTIFICATION'];
  return [
    ...may(['report'], { areaCode }),
    ...may(
      ['accept', 'refuse', 'dispatch', 'escalate', 'notifyResult', 'urge', 'decideExtension', ...reading],
      inHand,
    ),
    ...handlerActions({ areaCode, level: levels.at(-1) ?? NONE, departmentId: NONE }),
    ...may(['verify'], { areaCode, dispatcherId: person }),
  ];
}
