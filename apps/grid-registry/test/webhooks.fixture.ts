import { randomUUID } from 'node:crypto';
import type { TestClient } from '@lianxin/testing';
import { WebhookDispatcher } from '../src/webhooks/delivery/webhook-dispatcher.js';
import { WEBHOOK_CONFIG, webhookConfigOf } from '../src/webhooks/webhook.config.js';
import type { WebhookConfig } from '../src/webhooks/webhook.config.js';
import { startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

/** Endpoints on this machine are taken, which without this they are not. */
export const LOCAL: Partial<WebhookConfig> = {
  WEBHOOK_ALLOWED_RANGES: ['127.0.0.0/8'],
  WEBHOOK_ALLOW_HTTP: true,
  WEBHOOK_PORTS: ['any'],
  WEBHOOK_TIMEOUT_MS: 2_000,
};

/** Receivers verify by the clock of the day, so this service goes by it too. */
export async function startWithWebhooks(given: Partial<WebhookConfig> = LOCAL): Promise<Place> {
  const place = await startGridRegistry((builder) =>
    builder.overrideProvider(WEBHOOK_CONFIG).useValue(webhookConfigOf(given)),
  );
  place.service.clock.set(new Date().toISOString());
  return place;
}

export const FIELDS = `id url areaCode categories kinds status suspendedReason failureCount failingSince nextAttemptAt lastOutcome cursor`;

export interface WebhookAnswer {
  readonly id: string;
  readonly status: string;
  readonly suspendedReason: string | null;
  readonly failureCount: number;
  readonly failingSince: string | null;
  readonly nextAttemptAt: string | null;
  readonly lastOutcome: string | null;
  readonly cursor: string;
}

export interface Issued {
  readonly webhook: WebhookAnswer;
  readonly secret: string | null;
}

export const DEFINE = `mutation ($input: DefineWebhookInput!) { issued: defineWebhook(input: $input) { secret webhook { ${FIELDS} } } }`;
export const ROTATE = `mutation ($input: WebhookInput!) { issued: rotateWebhookSecret(input: $input) { secret webhook { ${FIELDS} } } }`;
export const actOn = (name: string, input = 'WebhookInput'): string =>
  `mutation ($input: ${input}!) { webhook: ${name}(input: $input) { ${FIELDS} } }`;

export const inputOf = (values: Record<string, unknown>): { input: Record<string, unknown> } => ({
  input: { requestId: randomUUID(), ...values },
});

export async function define(
  who: TestClient,
  values: Record<string, unknown>,
): Promise<Issued & { secret: string }> {
  const { issued } = await who.get<{ issued: Issued }>(DEFINE, inputOf(values));
  if (!issued.secret) throw new Error('A new webhook has no secret.');
  return { ...issued, secret: issued.secret };
}

export async function act(
  who: TestClient,
  name: string,
  values: Record<string, unknown>,
  input?: string,
): Promise<WebhookAnswer> {
  const document = actOn(name, input);
  return (await who.get<{ webhook: WebhookAnswer }>(document, inputOf(values))).webhook;
}

export async function lookAt(who: TestClient, id: string): Promise<WebhookAnswer> {
  const document = `query ($id: ID!) { webhook(id: $id) { ${FIELDS} } }`;
  return (await who.get<{ webhook: WebhookAnswer }>(document, { id })).webhook;
}

export interface DeliveryAnswer {
  readonly eventId: string;
  readonly gridEventId: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly signature: string;
  readonly bodyDigest: string;
  readonly answerDigest: string | null;
  readonly nextAttemptAt: string | null;
  readonly cursor: string;
}

export const DELIVERIES = `query ($id: ID!, $first: Int = 100, $after: String) { webhook(id: $id) { deliveries(first: $first, after: $after) {
  pageInfo { hasNextPage endCursor }
  edges { node { eventId gridEventId attempt outcome statusCode signature bodyDigest answerDigest nextAttemptAt cursor } } } } }`;

export interface DeliveriesAnswer {
  readonly webhook: {
    readonly deliveries: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      readonly edges: readonly { readonly node: DeliveryAnswer }[];
    };
  };
}

/** The latest first. */
export async function deliveriesOf(who: TestClient, id: string): Promise<DeliveryAnswer[]> {
  const { webhook } = await who.get<DeliveriesAnswer>(DELIVERIES, { id });
  return webhook.deliveries.edges.map(({ node }) => node);
}

/** Publishes what is committed and sends webhooks all that can be sent now. */
export async function deliver(place: Place): Promise<void> {
  await place.service.drainOutbox();
  await place.service.app.get(WebhookDispatcher).drain();
}
