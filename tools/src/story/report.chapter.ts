import { shanghaiDay } from '@lianxin/policy';
import { randomUUID } from 'node:crypto';
import { DASHBOARD, GRID_EVENT, PLACE_OF_NOW, step } from './documents.js';
import type { DashboardAnswer, EventAnswer } from './documents.js';
import { Live } from './live.js';
import type { Person } from './person.js';
import { COUNTY, dayMs, GRID, TOWNSHIP, VILLAGE } from './plot.js';
import type { Plot } from './plot.js';
import { expect } from './storyteller.js';

/** What the grid worker types; made up. */
export const WORDS = {
  text: '巡查发现集市旁居民楼三单元外墙瓷砖松动脱落，楼下行人较多，存在安全隐患。',
  place: '郑坊集市东侧居民楼三单元门前',
} as const;

/** The department listens before anything happens. */
export async function openSubscription(plot: Plot): Promise<void> {
  const { departmentOfficer } = plot.cast;
  await plot.teller.step(departmentOfficer.account, 'gridEventChanged', async () => {
    const { gridEventFeed } = await departmentOfficer.ask<{ gridEventFeed: { endCursor: string } }>(
      PLACE_OF_NOW,
      {
        areaCode: COUNTY,
      },
    );
    plot.live = await Live.overWebSocket(departmentOfficer, COUNTY, gridEventFeed.endCursor);
    return { text: 'subscribes to the hazards of the county over WebSocket' };
  });
}

export async function report(plot: Plot): Promise<void> {
  const { teller, cast } = plot;
  const { gridWorker } = cast;
  const mutation = step('reportGridEvent', 'ReportGridEventInput');
  const input = {
    ...{ requestId: randomUUID(), areaCode: GRID, category: 'HAZARD', kind: 'GENERAL', source: 'PATROL' },
    ...WORDS,
  };
  await teller.step(gridWorker.account, 'reportGridEvent', async () => {
    const event = await gridWorker.command<EventAnswer>(mutation, 'reportGridEvent', input);
    expect('the state', [event.state, event.level, event.areaCode], ['REPORTED', 'VILLAGE', GRID]);
    plot.eventId = event.id;
    return {
      text: `reports a hazard found on patrol; policy makes it due ${shanghaiDay(new Date(event.dueAt))}`,
      found: { gridEventId: event.id, dueAt: event.dueAt },
    };
  });
  await teller.step(gridWorker.account, 'reportGridEvent', async () => {
    const again = await gridWorker.command<EventAnswer>(mutation, 'reportGridEvent', input);
    expect('the event of the repeated request', again.id, plot.eventId);
    return { text: 'sends the same request again, as after a lost answer: still one event' };
  });
}

/** Who sees it, and who does not. */
export async function look(plot: Plot): Promise<void> {
  const { villageOfficer, townshipOfficer, otherTownshipOfficer } = plot.cast;
  await lookAtDashboard(plot, villageOfficer, VILLAGE);
  await lookAtDashboard(plot, townshipOfficer, TOWNSHIP);
  await plot.teller.step(otherTownshipOfficer.account, 'gridEvent', async () => {
    const code = await otherTownshipOfficer.refusalOf(GRID_EVENT, { id: plot.eventId });
    expect('the refusal', code, 'NOT_FOUND');
    return { text: 'asks for it from another township: NOT_FOUND, as if there were none', found: { code } };
  });
}

async function lookAtDashboard(plot: Plot, person: Person, code: string): Promise<void> {
  await plot.teller.step(person.account, 'area', async () => {
    const [from, to] = [0, 2].map((days) => shanghaiDay(new Date(plot.startedAt.getTime() + days * dayMs)));
    const variables = { code, year: plot.yearOf.FOLLOWED_UP, from, to };
    const { area } = await person.ask<DashboardAnswer>(DASHBOARD, variables);
    const newest = area.gridEvents.edges.map(({ node }) => node).find(({ id }) => id === plot.eventId);
    expect('the event in the list', newest?.state, 'REPORTED');
    const codes = area.indicators.map((indicator) => indicator.code);
    expect('the indicators of events', codes.filter((code) => code.startsWith('O')).sort(), ['O5', 'O6']);
    const { total, overdue } = area.gridEventStatistics;
    return {
      text: `${area.name}: the event is in the list; ${total} reported today, ${overdue} of them overdue`,
      found: { area: area.name, total, overdue },
    };
  });
}
