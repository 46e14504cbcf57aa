import { z } from 'zod';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Where webhooks may go, and how patiently. */
export const webhookSchema = z.object({
  /** Ranges in CIDR that are reached although they are not public, e.g. `10.20.0.0/16`. */
  WEBHOOK_ALLOWED_RANGES: list.pipe(z.array(z.union([z.cidrv4(), z.cidrv6()]))).prefault(''),
  /** Endpoints without TLS are taken too. */
  WEBHOOK_ALLOW_HTTP: flag.default(false),
  /** The ports that endpoints may have; `any` for all of them. */
  WEBHOOK_PORTS: list
    .pipe(z.array(z.union([z.literal('any'), z.string().regex(/^\d{1,5}$/)])))
    .prefault('443,8443'),
  /** One attempt, from the look-up of the name to the last byte that is read. */
  WEBHOOK_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  /** How many endpoints are sent to at once. */
  WEBHOOK_CONCURRENCY: z.coerce.number().int().min(2).max(256).default(16),
  /** The delay after the first failure; it doubles with each. */
  WEBHOOK_RETRY_FIRST_S: z.coerce.number().int().min(1).max(3_600).default(5),
  WEBHOOK_RETRY_CEILING_S: z.coerce.number().int().min(1).max(86_400).default(900),
});

export type WebhookConfig = z.infer<typeof webhookSchema>;

/** What is not set is as the schema says. */
export const webhookConfigOf = (given: Partial<WebhookConfig>): WebhookConfig => ({
  ...webhookSchema.parse({}),
  ...Object.fromEntries(Object.entries(given).filter(([name]) => name in webhookSchema.shape)),
});

export const WEBHOOK_CONFIG = Symbol('WEBHOOK_CONFIG');
