import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';

const SECRET_BYTES = 32;
const SECRET_PREFIX = 'whsec_';

/** As Standard Webhooks writes secrets, so that every library for it takes it as it is. */
export const newSecret = (): string => SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');

export interface Signed {
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

/** One signature for each secret in force, parted by spaces; a receiver goes by any that it knows. */
export function signaturesOf({ id, at, body }: Signed, secrets: readonly string[]): string {
  return secrets.map((secret) => new Signer(secret).sign(id, at, body)).join(' ');
}

export const headersOf = (signed: Signed, signature: string): Record<string, string> => ({
  'content-type': 'application/cloudevents+json; charset=UTF-8',
  'user-agent': 'lianxin-webhooks/1',
  'webhook-id': signed.id,
  'webhook-timestamp': String(Math.floor(signed.at.getTime() / 1_000)),
  'webhook-signature': signature,
});
