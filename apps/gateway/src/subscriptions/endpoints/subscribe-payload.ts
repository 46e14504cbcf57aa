import { z } from 'zod';
import type { SubscribePayload } from './subscription-request.js';

const payloadSchema = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** What a client sent to subscribe, null when it is something else. */
export function readSubscribePayload(body: unknown): SubscribePayload | null {
  const read = payloadSchema.safeParse(body);
  return read.success ? read.data : null;
}
