import { Actor } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { Clock, Database, metrics } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';

/** However often metrics are asked for, the database is asked this often. */
const CACHED_MS = 5_000;
const STATEMENT_LIMIT_MS = 2_000;
/** Above this many open alerts nobody counts on. */
const COUNTED_LIMIT = 10_000;
const NAME = 'grid-registry.alert-metrics';

const OPEN = `
  SELECT count(*)::int AS open, min(raised_at) AS oldest
    FROM (SELECT raised_at FROM grid_event_alert WHERE acknowledged_at IS NULL AND ended_at IS NULL
           ORDER BY raised_at LIMIT ${COUNTED_LIMIT}) a`;

interface Figures {
  readonly open: number;
  /** Seconds that the oldest of them has waited; 0 when none does. */
  readonly oldestAgeS: number;
}

/** The alerts of this process's service. Tests start several; the last one started is told of. */
let current: AlertMetrics | undefined;
const tell = (alerts: AlertMetrics | undefined): void => void (current = alerts);

/** Absent rather than outdated: a figure that cannot be had is not shown. */
function gauge(name: string, help: string, pick: (figures: Figures) => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [metrics],
    async collect() {
      const figures = await current?.figures();
      this.remove();
      if (figures) this.set(pick(figures));
    },
  });
}

gauge(
  'lianxin_grid_event_alerts_open',
  `Alerts of emergencies that nobody acknowledged, counted up to ${COUNTED_LIMIT}`,
  ({ open }) => open,
);
gauge(
  'lianxin_grid_event_alerts_oldest_age_seconds',
  'Age of the oldest alert that nobody acknowledged',
  ({ oldestAgeS }) => oldestAgeS,
);

@Injectable()
export class AlertMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AlertMetrics.name);
  private readonly platform = Actor.system(systemSubject(NAME), { correlationId: NAME });
  private cached: { readonly at: number; readonly figures: Promise<Figures | null> } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    tell(this);
  }

  onApplicationShutdown(): void {
    if (current === this) tell(undefined);
  }

  figures(): Promise<Figures | null> {
    const now = performance.now();
    if (!this.cached || now - this.cached.at > CACHED_MS) this.cached = { at: now, figures: this.read() };
    return this.cached.figures;
  }

  /** Never rejects. */
  private async read(): Promise<Figures | null> {
    try {
      return await this.database.read(this.platform, async (tx) => {
        await tx.query(`SELECT set_config('statement_timeout', '${STATEMENT_LIMIT_MS}', true)`);
        const [row] = await tx.query<{ open: number; oldest: Date | null }[]>(OPEN);
        const waitedMs = row?.oldest ? this.clock.now().getTime() - row.oldest.getTime() : 0;
        return { open: row?.open ?? 0, oldestAgeS: waitedMs / 1_000 };
      });
    } catch (error) {
      this.logger.warn({ message: 'Figures of the alerts cannot be read', error: String(error) });
      return null;
    }
  }
}
