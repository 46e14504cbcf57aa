import { correlationIdOf, languageOf } from '@lianxin/service-kit';
import type { Language } from '@lianxin/service-kit';
import type { IncomingHttpHeaders } from 'node:http';

/** What one operation carries through the gateway. */
export interface GatewayContext {
  readonly correlationId: string;
  readonly language: Language;
  /** Sent to every subgraph as they are. */
  readonly forwarded: Readonly<Record<string, string>>;
}

const FORWARDED = ['authorization', 'accept-language', 'lianxin-acting-grant'] as const;

export function contextOf(headers: IncomingHttpHeaders): GatewayContext {
  const correlationId = correlationIdOf(headers['x-correlation-id']);
  const forwarded: Record<string, string> = { 'x-correlation-id': correlationId };
  for (const name of FORWARDED) {
    const value = headers[name];
    if (typeof value === 'string') forwarded[name] = value;
  }
  return { correlationId, language: languageOf(headers['accept-language']), forwarded };
}
