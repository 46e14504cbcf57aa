import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { aReport, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import type { Place } from './grid-registry.fixture.js';

const ALERTS = `query ($areaCode: String, $isOpen: Boolean) { gridEventAlerts(first: 100, areaCode: $areaCode, isOpen: $isOpen) { edges { node {
  id gridEventId kind category areaCode level postAreaCode raisedAt dueAt isOpen isOverdue rungUpTo ringCount nextRingAt
  acknowledgedAt acknowledgedByRole department { id } gridEvent { id } } } } }`;
export const ACKNOWLEDGE = `mutation ($input: AcknowledgeGridEventAlertInput!) { acknowledgeGridEventAlert(input: $input) { id acknowledgedByRole isOpen } }`;

export interface AlertAnswer {
  readonly id: string;
  readonly gridEventId: string;
  readonly kind: string;
  readonly category: string;
  readonly areaCode: string;
  readonly level: string;
  readonly postAreaCode: string;
  readonly raisedAt: string;
  readonly dueAt: string;
  readonly isOpen: boolean;
  readonly isOverdue: boolean;
  readonly rungUpTo: string | null;
  readonly ringCount: number;
  readonly nextRingAt: string | null;
  readonly acknowledgedByRole: string | null;
  readonly department: { readonly id: string } | null;
  readonly gridEvent: { readonly id: string } | null;
}

interface Alerts {
  readonly gridEventAlerts: { readonly edges: readonly { readonly node: AlertAnswer }[] };
}

export const anEmergency = (place: Place, over: Record<string, unknown> = {}): Promise<EventAnswer> =>
  take(place.worker, 'report', aReport({ kind: 'EMERGENCY', isEmergencyNoticeShown: true, ...over }));

/** The alerts of an emergency that somebody sees. */
export async function alertsSeen(
  who: TestClient,
  event: EventAnswer,
  asked: Record<string, unknown> = {},
): Promise<AlertAnswer[]> {
  const { gridEventAlerts } = await who.get<Alerts>(ALERTS, asked);
  return gridEventAlerts.edges.map(({ node }) => node).filter(({ gridEventId }) => gridEventId === event.id);
}

export async function alertSeen(who: TestClient, event: EventAnswer, level: string): Promise<AlertAnswer> {
  const alert = (await alertsSeen(who, event)).find((each) => each.level === level);
  if (!alert) throw new Error(`No alert of ${level} is seen.`);
  return alert;
}

export const acknowledgement = (alertId: string): Record<string, unknown> => ({
  input: { requestId: randomUUID(), alertId },
});
