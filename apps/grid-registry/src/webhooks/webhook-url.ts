import { isIP } from 'node:net';
import type { AddressPolicy } from './delivery/address-policy.js';
import { WebhookUrlRefusedError } from './webhook.errors.js';
import type { WebhookUrlFault } from './webhook.errors.js';
import type { WebhookConfig } from './webhook.config.js';

const MAX_CHARACTERS = 1_000;

/**
 * An endpoint's address as it is stored. Where its name leads is seen at each connection; what can be told from the address
 * alone is refused at once.
 * @throws WebhookUrlRefusedError
 */
export function checkWebhookUrl(text: string, config: WebhookConfig, addresses: AddressPolicy): string {
  if (text.length > MAX_CHARACTERS) throw new WebhookUrlRefusedError('TOO_LONG');
  if (!URL.canParse(text)) throw new WebhookUrlRefusedError('MALFORMED');
  const url = new URL(text);
  const fault = faultOf(url, config, addresses);
  if (fault) throw new WebhookUrlRefusedError(fault);
  return url.href;
}

function faultOf(url: URL, config: WebhookConfig, addresses: AddressPolicy): WebhookUrlFault | null {
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !(url.protocol === 'http:' && config.WEBHOOK_ALLOW_HTTP)) return 'SCHEME';
  if (url.username !== '' || url.password !== '') return 'CREDENTIALS';
  if (url.hash !== '') return 'FRAGMENT';
  const port = url.port === '' ? (isSecure ? '443' : '80') : url.port;
  if (!config.WEBHOOK_PORTS.includes('any') && !config.WEBHOOK_PORTS.includes(port)) return 'PORT';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !addresses.allows(host) ? 'ADDRESS' : null;
}
