import { Role, sightCodeOf, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant, Realm } from '@lianxin/access';
import { reachOf } from '../reach.js';
import type { GridEvent } from './entity/grid-event.entity.js';
import type { GridEventKind, HandlingLevel } from './entity/grid-event.row.js';
import { appealLevelOf, realmOf, sightOf } from './grid-event.sight.js';

const SUBJECT = 'GridEvent';

/** What the rules look at. A missing value is a word, so that rules can name it. */
export const NONE = 'NONE';

export interface GridEventView {
  readonly sightCode: string;
  readonly realm: Realm;
  readonly kind: GridEventKind;
  readonly level: HandlingLevel;
  readonly departmentId: string;
  readonly departmentIds: readonly string[];
  readonly concernedIds: readonly string[];
  readonly reporterId: string;
  readonly proxyId: string;
  readonly dispatcherId: string;
  /** Whose words these are to read: of a mediation only who has it in hand reads what was said (S3-16). */
  readonly confidence: 'ANY' | 'DEPARTMENT' | HandlingLevel;
  /** Who decides on an appeal against its refusal. */
  readonly appealLevel: string;
}

export function viewOf(event: GridEvent): GridEventView {
  const { kind, level, reporterId, departmentIds, concernedIds } = event;
  return {
    sightCode: sightOf(event),
    realm: realmOf(event),
    kind,
    level,
    reporterId,
    departmentIds,
    concernedIds,
    proxyId: event.proxyId ?? NONE,
    departmentId: event.departmentId ?? NONE,
    dispatcherId: event.dispatcherId ?? NONE,
    confidence: confidenceOf(event),
    appealLevel: appealLevelOf(event) ?? NONE,
  };
}

function confidenceOf({ kind, departmentId, departmentIds, level }: GridEvent): GridEventView['confidence'] {
  if (kind !== 'MEDIATION') return 'ANY';
  return departmentId !== null || departmentIds.length > 0 ? 'DEPARTMENT' : level;
}

const rule =
  (conditions: Conditions) =>
  (action: string): AccessRule => ({ action, subject: SUBJECT, conditions });
const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map(rule(conditions));

/** Those who follow up or look after the work of others; never those who did it. */
const READS_ANSWERS = new Set([
  Role.COUNTY_COMMAND,
  Role.ASSESSMENT_OFFICER,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);

/**
 * S1-22, S1-24, S1-27…29: who does what with an event. An officer acts on the own level and those below it. Whatever the
 * post, what one is complained of in does not exist for oneself.
 */
export function gridEventRules(grant: Grant, person: string): AccessRule[] {
  const unconcerned = { concernedIds: { $nin: [person] } };
  const all = [...ownRules(person), ...reportingOf(grant), ...readingOf(grant), ...actionsOf(grant, person)];
  return all.map((each) =>
    each.subject === SUBJECT && !UNSEEN.has(each.action)
      ? { ...each, conditions: { ...each.conditions, ...unconcerned } }
      : each,
  );
}

/** Asked of a place, not of an event that there is. */
const UNSEEN: ReadonlySet<string> = new Set(['report', 'settleOnTheSpot']);

/** What police and civil affairs alone may know of is not shown as anybody's own: a telephone is shared in many a household. */
function ownRules(person: string): AccessRule[] {
  const realm = { $in: ['COMMON', 'INSPECTION'] };
  return [...may(OWN, { reporterId: person, realm }), ...may(OWN, { proxyId: person, realm })];
}

const OWN = [
  'read',
  'readFollowUp',
  'reopen',
  'urge',
  'reveal:OWN',
  'appealRefusal',
  'answerFollowUp',
  'changeRating',
  'withdrawMediationConsent',
];

function reportingOf({ role, areaCode }: Grant): AccessRule[] {
  const place = rangeOf(areaCode);
  switch (role) {
    case Role.RESIDENT:
    case Role.GRID_VOLUNTEER:
      return may(['report'], { areaCode: place, source: 'RESIDENT' });
    case Role.GRID_WORKER:
    case Role.GRID_LEADER:
      return may(['report', 'settleOnTheSpot'], { areaCode: place });
    case Role.VILLAGE_OFFICER:
    case Role.TOWNSHIP_OFFICER:
    case Role.COUNTY_COMMAND:
      return may(['report'], { areaCode: place });
    default:
      return [];
  }
}

function readingOf({ role, areaCode }: Grant): AccessRule[] {
  if (reachOf(role) !== 'subtree') return [];
  const sightCode = rangeOf(areaCode);
  return [
    ...may(READS_ANSWERS.has(role) ? ['read', 'readFollowUp'] : ['read'], { sightCode }),
    { action: 'read', subject: 'GridEventStatistics', conditions: { areaCode: sightCode } },
  ];
}

function actionsOf(grant: Grant, person: string): AccessRule[] {
  const sightCode = rangeOf(grant.areaCode);
  switch (grant.role) {
    case Role.GRID_WORKER:
    case Role.GRID_LEADER:
      return [
        ...may(['verify'], { sightCode }),
        ...may(['reveal:HANDLING', 'reveal:VERIFICATION'], { sightCode, confidence: { $in: IN_GRID } }),
        ...handlerActions({ sightCode, level: 'GRID', departmentId: NONE }),
      ];
    case Role.VILLAGE_OFFICER:
      return officerActions(sightCode, ['GRID', 'VILLAGE'], person);
    case Role.TOWNSHIP_OFFICER:
      return [
        ...officerActions(sightCode, ['GRID', 'VILLAGE', 'TOWNSHIP'], person),
        ...may(['standDown'], { sightCode, level: { $in: ['GRID', 'VILLAGE', 'TOWNSHIP'] } }),
        ...callingActions(sightCode, 'TOWNSHIP'),
      ];
    case Role.COUNTY_COMMAND:
      return [
        ...officerActions(sightCode, ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'], person),
        ...callingActions(sightCode, 'COUNTY'),
        ...may([...CLOSING, 'standDown'], { sightCode }),
      ];
    case Role.DEPARTMENT_OFFICER:
      return grant.departmentId === null ? [] : departmentActions(grant.departmentId, person);
    case Role.DISCIPLINE_INSPECTION:
      return [
        ...may(['reveal:AUDIT'], { sightCode, confidence: 'ANY' }),
        ...may(['decideAppeal', 'reveal:HANDLING'], { sightCode, appealLevel: 'INSPECTION' }),
        ...inspectionActions(grant.areaCode, person),
      ];
    default:
      return [];
  }
}

const CLOSING = ['followUp', 'close', 'reopen', 'reopenHandedOver', 'reveal:FOLLOW_UP'];
const READING_WORDS = ['reveal:HANDLING', 'reveal:VERIFICATION', 'reveal:RESULT_NOTIFICATION'];
const OFFICER_STEPS = [
  'accept',
  'refuse',
  'dispatch',
  'escalate',
  'notifyResult',
  'urge',
  'decideExtension',
  'tellProcedure',
  'handOver',
  'recordMediationConsent',
  'withdrawMediationConsent',
];
const HANDLER_STEPS = [
  'start',
  'reportDone',
  'return',
  'requestExtension',
  'recordMediationConsent',
  'withdrawMediationConsent',
];
const IN_GRID = ['ANY', 'GRID', 'VILLAGE'];

function handlerActions(conditions: Conditions): AccessRule[] {
  return may(HANDLER_STEPS, conditions);
}

/** What it has in hand, and what it was called to together with others. */
function departmentActions(departmentId: string, person: string): AccessRule[] {
  const inHand = { departmentId };
  const called = { departmentIds: { $all: [departmentId] } };
  return [
    ...may(['read', 'reveal:HANDLING', 'standDown'], inHand),
    ...handlerActions(inHand),
    ...may(['read', 'reveal:HANDLING'], called),
    ...may(['answerJointResponse'], { ...called, realm: { $in: ['COMMON', 'INSPECTION'] } }),
    ...protectionActions({ ...called, realm: 'PROTECTION' }, person),
  ];
}

/** Violence, abuse and neglect: from beginning to end with police and civil affairs, and nobody else. */
function protectionActions(conditions: Conditions, person: string): AccessRule[] {
  return [
    ...may([...OFFICER_STEPS, ...READING_WORDS, ...HANDLER_STEPS, ...CLOSING, 'standDown'], conditions),
    ...may(['verify'], { ...conditions, dispatcherId: person }),
  ];
}

/** What no officer of the county may know of, because the county itself is complained of. */
function inspectionActions(areaCode: string, person: string): AccessRule[] {
  const sightCode = rangeOf(sightCodeOf('INSPECTION', areaCode));
  return [
    ...may(['read', 'readFollowUp', 'reveal:AUDIT', 'standDown'], { sightCode }),
    ...may([...OFFICER_STEPS, ...READING_WORDS, ...HANDLER_STEPS, ...CLOSING], { sightCode }),
    ...may(['verify'], { sightCode, dispatcherId: person }),
  ];
}

/** Of an emergency also what is with a higher level: its words open for who acknowledged an alert (disclosures). */
function officerActions(
  sightCode: { $gte: string; $lt: string },
  levels: readonly HandlingLevel[],
  person: string,
): AccessRule[] {
  return [
    ...may(OFFICER_STEPS, { sightCode, level: { $in: levels } }),
    ...may(['reveal:HANDLING'], { sightCode, kind: 'EMERGENCY' }),
    ...readingWords(sightCode, levels, person),
    ...may(['decideAppeal'], { sightCode, appealLevel: levels.at(-1) ?? NONE }),
    ...handlerActions({ sightCode, level: levels.at(-1) ?? NONE, departmentId: NONE }),
    ...may(['verify'], { sightCode, dispatcherId: person }),
  ];
}

/** S1-27: the whistle is blown by the level that has the event in hand; numbers of other systems come in there as well. */
function callingActions(sightCode: { $gte: string; $lt: string }, level: HandlingLevel): AccessRule[] {
  return [
    ...may(['callJointResponse', 'releaseFromJointResponse'], { sightCode, level }),
    ...may(['addOutsideNumber'], { sightCode }),
  ];
}

/** Of a mediation the own level alone: those above pass it on and count it without reading what neighbours said of each other. */
function readingWords(
  sightCode: { $gte: string; $lt: string },
  levels: readonly HandlingLevel[],
  person: string,
): AccessRule[] {
  const own = levels.at(-1) === 'VILLAGE' ? IN_GRID : ['ANY', levels.at(-1) ?? NONE];
  const ofLevel = { sightCode, level: { $in: levels } };
  return [
    ...may(READING_WORDS, { ...ofLevel, confidence: { $in: own } }),
    ...may(['reveal:VERIFICATION', 'reveal:RESULT_NOTIFICATION'], { ...ofLevel, dispatcherId: person }),
  ];
}

function rangeOf(code: string): { $gte: string; $lt: string } {
  const { from, to } = subtreeOf(code);
  return { $gte: from, $lt: to };
}
