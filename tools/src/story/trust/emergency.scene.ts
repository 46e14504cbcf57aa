import { GRID } from '../plot.js';
import { MY_NOTIFICATIONS } from '../documents.js';
import type { Person } from '../person.js';
import { expect, StoryError } from '../storyteller.js';
import { tell, until } from '../telling.js';
import { ACKNOWLEDGE, ALERTS, EMERGENCY_NOTICE, REPORT } from './documents.js';
import type { Alert, ReportAnswer } from './documents.js';
import { act } from './scene.js';
import type { Stage } from './scene.js';

/** The demonstration township gives a duty post one minute; a county by itself ten, too long for a story. */
const patienceMs = 150_000;
/** Between the minute that is up and the next look of the timer. */
const timerMs = 30_000;

/** How it began, for the scene that ends it. */
export interface Emergency {
  readonly gridEventId: string;
  readonly dueAt: Date;
}

/** An emergency alerts four posts at once (S1-23). */
export async function beginEmergency(stage: Stage): Promise<Emergency> {
  await readNotice(stage);
  const gridEventId = await raiseAlarm(stage);
  const dueAt = await seeAlerts(stage, gridEventId);
  return { gridEventId, dueAt };
}

/** Nobody acknowledged: the level above is alerted, takes it, and stands it down. */
export async function endEmergency(stage: Stage, { gridEventId, dueAt }: Emergency): Promise<void> {
  const { townshipOfficer } = stage.cast;
  const alertId = await seeRungUp(stage, gridEventId, dueAt);
  await stage.teller.step(townshipOfficer.account, 'acknowledgeGridEventAlert', async () => {
    const name = 'acknowledgeGridEventAlert';
    const alert = await townshipOfficer.command<Alert>(ACKNOWLEDGE, name, { alertId });
    const got = [alert.level, alert.isOpen, alert.acknowledgedByRole];
    expect('the alert', got, ['VILLAGE', false, 'TOWNSHIP_OFFICER']);
    return {
      text: 'acknowledges it for the village',
      found: { acknowledgedByRole: alert.acknowledgedByRole },
    };
  });
  await act(stage, townshipOfficer, {
    ...{ mutation: 'standDownGridEvent', input: 'GridEventNoteInput', gridEventId },
    arguments: { note: '到场核实：村民烧秸秆，明火已灭，无人受伤，感谢及时上报。' },
    ...{ leadsTo: 'STOOD_DOWN', text: 'stands it down: the fire is out' },
  });
  await seeThanks(stage, gridEventId);
}

async function readNotice(stage: Stage): Promise<void> {
  const { slipHolder } = stage.cast;
  await stage.teller.step(slipHolder.account, 'emergencyNotice', async () => {
    type Answer = { emergencyNotice: { numbers: { number: string }[] } };
    const { emergencyNotice } = await slipHolder.ask<Answer>(EMERGENCY_NOTICE, { areaCode: GRID });
    const numbers = emergencyNotice.numbers.map(({ number }) => number);
    expect('whom to call first', numbers, ['110', '119', '120']);
    return { text: 'is told, without any account, to call 110, 119 or 120 first', found: { numbers } };
  });
}

function raiseAlarm(stage: Stage): Promise<string> {
  const { resident } = stage.cast;
  return tell(stage, resident, 'reportGridEvent', async () => {
    const report = await resident.command<ReportAnswer>(REPORT, 'reportGridEvent', {
      ...{ areaCode: GRID, category: 'HAZARD', kind: 'EMERGENCY', source: 'RESIDENT' },
      ...{ isEmergencyNoticeShown: true, text: '后山有浓烟和明火，已打119。', place: '后山竹林' },
    });
    expect('the state', [report.state, report.warning], ['REPORTED', null]);
    return { text: 'reports an emergency', found: { gridEventId: report.id }, answer: report.id };
  });
}

function seeAlerts(stage: Stage, gridEventId: string): Promise<Date> {
  const { countyCommand, departmentOfficer } = stage.cast;
  return tell(stage, countyCommand, 'gridEventAlerts', async () => {
    const alerts = [...(await alertsOf(countyCommand, gridEventId))];
    const departmental = await alertsOf(departmentOfficer, gridEventId);
    const levels = new Set([...alerts, ...departmental].map(({ level }) => level));
    for (const level of ['VILLAGE', 'TOWNSHIP', 'COUNTY'])
      expect(`an alert of ${level}`, levels.has(level), true);
    const village = alerts.find(({ level }) => level === 'VILLAGE');
    const dueAt = new Date(village?.dueAt ?? Number.NaN);
    const waitMs = dueAt.getTime() - Date.now();
    if (!(waitMs <= patienceMs))
      throw new StoryError(
        `expected an alert due within ${patienceMs / 1_000} s (as seeded), got ${waitMs} ms`,
      );
    const told = [...levels].sort().join(', ');
    return {
      text: `sees who was alerted in the same moment: ${told}`,
      found: { levels: [...levels] },
      answer: dueAt,
    };
  });
}

function seeRungUp(stage: Stage, gridEventId: string, dueAt: Date): Promise<string> {
  const { townshipOfficer } = stage.cast;
  return tell(stage, townshipOfficer, 'gridEventAlerts', async () => {
    const limitMs = Math.max(0, dueAt.getTime() - Date.now()) + timerMs;
    const rung = await until('the village’s alert rung up', limitMs, async () => {
      const alerts = await alertsOf(townshipOfficer, gridEventId);
      return alerts.find(({ level, rungUpTo }) => level === 'VILLAGE' && rungUpTo !== null);
    });
    expect('that nobody acknowledged it', rung.isOpen, true);
    expect('that its time was up', Date.now() >= dueAt.getTime(), true);
    const text = `the village acknowledged nothing in its time: its alert was rung up to ${rung.rungUpTo ?? ''}`;
    return { text, found: { rungUpTo: rung.rungUpTo, ringCount: rung.ringCount }, answer: rung.id };
  });
}

async function seeThanks(stage: Stage, gridEventId: string): Promise<void> {
  const { resident, countyCommand } = stage.cast;
  await stage.teller.step(resident.account, 'myNotifications', async () => {
    type Node = { kind: string; gridEvent: { id: string } | null };
    type Answer = { myNotifications: { edges: { node: Node }[] } };
    const { myNotifications } = await resident.ask<Answer>(MY_NOTIFICATIONS);
    const mine = myNotifications.edges.filter(({ node }) => node.gridEvent?.id === gridEventId);
    expect(
      'the notifications',
      mine.map(({ node }) => node.kind),
      ['STOOD_DOWN'],
    );
    const open = (await alertsOf(countyCommand, gridEventId)).filter(({ isOpen }) => isOpen);
    expect('the alerts that still ring', open, []);
    return { text: 'is thanked for the call; no alert rings any more' };
  });
}

async function alertsOf(person: Person, gridEventId: string): Promise<Alert[]> {
  type Answer = { gridEventAlerts: { edges: { node: Alert }[] } };
  const { gridEventAlerts } = await person.ask<Answer>(ALERTS, { areaCode: GRID });
  return gridEventAlerts.edges.map(({ node }) => node).filter((alert) => alert.gridEventId === gridEventId);
}
