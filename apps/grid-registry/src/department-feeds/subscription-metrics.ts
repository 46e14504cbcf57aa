import { Database, metrics } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';

/** However often metrics are asked for, the database is asked this often. */
const CACHED_MS = 5_000;
const STATEMENT_LIMIT_MS = 2_000;

interface WebhookFigures {
  readonly status: string;
  readonly count: number;
  readonly failing: number;
  readonly behind: number;
}

interface Figures {
  readonly webhooks: readonly WebhookFigures[];
  readonly departments: readonly { readonly name: string; readonly behind: number }[];
}

const HEAD = `(SELECT last_position FROM relay_state)`;
const WEBHOOKS = `
  SELECT status, count(*)::int AS count, (count(*) FILTER (WHERE failure_count > 0))::int AS failing,
         max(greatest(0, ${HEAD} - position))::float8 AS behind
    FROM webhook WHERE status <> 'REMOVED' GROUP BY status`;
const DEPARTMENTS = `SELECT name, greatest(0, ${HEAD} - position)::float8 AS behind FROM department_feed`;

/** Those of this process. Tests start several; the last one started is told of. */
let current: SubscriptionMetrics | undefined;
const tell = (figures: SubscriptionMetrics | undefined): void => void (current = figures);

function gauge(
  name: string,
  help: string,
  label: string,
  show: (figures: Figures) => readonly (readonly [label: string, value: number])[],
): Gauge {
  return new Gauge({
    ...{ name, help, labelNames: [label], registers: [metrics] },
    async collect() {
      const figures = await current?.figures();
      this.reset();
      for (const [value, figure] of figures ? show(figures) : []) this.set({ [label]: value }, figure);
    },
  });
}

gauge('lianxin_webhooks', 'Webhooks by whether they are sent changes', 'status', ({ webhooks }) =>
  webhooks.map(({ status, count }) => [status, count]),
);
gauge('lianxin_webhooks_failing', 'Webhooks whose last attempt failed', 'status', ({ webhooks }) =>
  webhooks.map(({ status, failing }) => [status, failing]),
);
gauge(
  'lianxin_webhook_lag_positions',
  'Positions of the journal that the last webhook of a status is behind its head',
  'status',
  ({ webhooks }) => webhooks.map(({ status, behind }) => [status, behind]),
);
gauge(
  'lianxin_department_lag_positions',
  'Positions of the journal that the topic of a department is behind its head',
  'department',
  ({ departments }) => departments.map(({ name, behind }) => [name, behind]),
);

/** Reads what the gauges show, at a cost that does not grow with how often they are asked for. */
@Injectable()
export class SubscriptionMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SubscriptionMetrics.name);
  private cached: { readonly at: number; readonly figures: Promise<Figures | null> } | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    tell(this);
  }

  onApplicationShutdown(): void {
    if (current === this) tell(undefined);
  }

  /** Never rejects: what cannot be read is not shown. */
  figures(): Promise<Figures | null> {
    const now = performance.now();
    if (!this.cached || now - this.cached.at > CACHED_MS) this.cached = { at: now, figures: this.read() };
    return this.cached.figures;
  }

  private async read(): Promise<Figures | null> {
    try {
      return await this.database.dataSource.transaction(async (tx) => {
        await tx.query(`SELECT set_config('statement_timeout', '${STATEMENT_LIMIT_MS}', true)`);
        return { webhooks: await tx.query(WEBHOOKS), departments: await tx.query(DEPARTMENTS) };
      });
    } catch (error) {
      this.logger.warn({ message: 'Figures of subscriptions cannot be read', error: String(error) });
      return null;
    }
  }
}
