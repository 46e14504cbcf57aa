import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { aReport, take } from './grid-event.builder.js';
import { VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

export const NOTE = { note: '情况说明' };
export const GOOD = { isSolved: true, isSatisfied: true };
export const BAD = { isSolved: true, isSatisfied: false };
export const REACHED = { isReached: true, ...GOOD };

const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id slip { number queryCode } } }`;
export const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field } }`;

export interface Reported {
  readonly id: string;
  readonly slip: { readonly number: string; readonly queryCode: string };
}

/** What comes before a follow-up. */
export class FollowUpStage {
  constructor(private readonly place: Place) {}

  async report(who: TestClient, over: Record<string, unknown> = {}): Promise<Reported> {
    const input = aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over });
    return (await who.get<{ answer: Reported }>(REPORT, { input })).answer;
  }

  /** From accepting to telling the result, by the township and its department. */
  async handle(gridEventId: string): Promise<void> {
    const { township, department, departmentId } = this.place;
    await take(township, 'accept', { gridEventId });
    await take(township, 'dispatch', { gridEventId, departmentId });
    await take(department, 'start', { gridEventId });
    await take(department, 'reportDone', { gridEventId, ...NOTE });
    await take(township, 'verify', { gridEventId, ...NOTE });
    await take(township, 'notify', { gridEventId, ...NOTE });
  }

  async notified(who: TestClient = this.place.resident): Promise<Reported> {
    const reported = await this.report(who);
    await this.handle(reported.id);
    return reported;
  }

  /** The code with which a look is refused. */
  revealing(who: TestClient, gridEventId: string, purpose: string): Promise<string> {
    return who.refusal(REVEAL, { input: { requestId: randomUUID(), gridEventId, purpose } });
  }
}
