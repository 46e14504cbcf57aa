import { metricsPort } from '../../platform/services.js';
import { gateway } from '../../platform/services.js';

export interface Pulls {
  /** Because something happened, and what lay behind the first page. */
  readonly forEvents: number;
  readonly forMore: number;
}

/** How often the gateway behind this port has executed a pull of subscriptions so far. */
export async function executedPulls(port: number): Promise<Pulls> {
  const response = await fetch(`http://127.0.0.1:${metricsPort(port, gateway)}/metrics`);
  const text = await response.text();
  const of = (reason: string): number => {
    const line = `lianxin_subscription_pulls_total{kind="executed",reason="${reason}"} `;
    const found = text.split('\n').find((each) => each.startsWith(line));
    return Number(found?.slice(line.length) ?? 0);
  };
  return { forEvents: of('event'), forMore: of('more') };
}
