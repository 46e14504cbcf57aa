import { metrics } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { ConsumersService, withinLimit } from '../traffic/consumers.service.js';
import type { TopicLag } from '../../transport/transport.js';
import { TrafficService } from '../traffic/traffic.service.js';
import type { Traffic } from '../traffic/traffic.service.js';
import { readFigures } from './figures.query.js';
import type { ParkedCount } from './figures.query.js';

/** However often metrics are asked for, the database and the broker are asked this often. */
const CACHED_MS = 5_000;
const LIMIT_MS = 3_000;
const LAG_LIMIT_MS = 2_500;

interface Figures {
  readonly traffic: Traffic | null;
  readonly parked: readonly ParkedCount[];
  readonly lags: readonly { consumer: string; topics: readonly TopicLag[] }[];
}

/** The journal of this process. Tests start several; the last one started is told of. */
let current: JournalMetrics | undefined;
const tell = (journal: JournalMetrics | undefined): void => void (current = journal);

/** Absent rather than outdated: a figure that cannot be had is not shown. */
function gauge(
  name: string,
  help: string,
  labelNames: string[],
  show: (gauge: Gauge, figures: Figures) => void,
): Gauge {
  return new Gauge({
    ...{ name, help, labelNames },
    registers: [metrics],
    async collect() {
      const figures = await current?.figures();
      this.reset();
      if (labelNames.length === 0) this.remove();
      if (figures) show(this, figures);
    },
  });
}

const positions: [name: string, help: string, pick: (traffic: Traffic) => number][] = [
  ['lianxin_journal_last_position', 'Last position given to a journal entry', (t) => t.lastPosition],
  [
    'lianxin_journal_published_position',
    'Last position handed to the event transport',
    (t) => t.publishedPosition,
  ],
  [
    'lianxin_outbox_size',
    'Entries committed and not yet published, counted up to 100,000',
    (t) => t.unpublishedCount,
  ],
  [
    'lianxin_outbox_oldest_age_seconds',
    'Age of the oldest entry not yet published',
    (t) => t.oldestUnpublishedAgeS,
  ],
];
for (const [name, help, pick] of positions)
  gauge(name, help, [], (shown, { traffic }) => {
    if (traffic) shown.set(pick(traffic));
  });

gauge('lianxin_inbox_parked', 'Messages set aside', ['consumer', 'state', 'reason'], (shown, { parked }) => {
  for (const { count, ...labels } of parked) shown.set({ ...labels }, count);
});

gauge(
  'lianxin_consumer_lag',
  'Messages a consumer has not taken yet',
  ['consumer', 'topic'],
  (shown, { lags }) => {
    for (const { consumer, topics } of lags)
      for (const { topic, lag } of topics) shown.set({ consumer, topic }, lag);
  },
);

/** Reads what the gauges show, at a cost that does not grow with how often they are asked for. */
@Injectable()
export class JournalMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(JournalMetrics.name);
  private cached: { readonly at: number; readonly figures: Promise<Figures> } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly traffic: TrafficService,
    private readonly consumers: ConsumersService,
  ) {}

  onApplicationBootstrap(): void {
    tell(this);
  }

  onApplicationShutdown(): void {
    if (current === this) tell(undefined);
  }

  figures(): Promise<Figures> {
    const now = performance.now();
    if (!this.cached || now - this.cached.at > CACHED_MS) this.cached = { at: now, figures: this.read() };
    return this.cached.figures;
  }

  /** Never rejects: what cannot be read is left out, and the rest is shown. */
  private async read(): Promise<Figures> {
    const names = this.consumers.names();
    const stored = this.attempt('database', () => readFigures(this.dataSource, this.traffic, names));
    const lags = Promise.all(
      names.map((consumer) =>
        this.attempt(`transport for ${consumer}`, async () => ({
          consumer,
          topics: await this.consumers.lagOf(consumer, LAG_LIMIT_MS),
        })),
      ),
    );
    const [figures, known] = await Promise.all([stored, lags]);
    return {
      traffic: figures?.traffic ?? null,
      parked: figures?.parked ?? [],
      lags: known.flatMap((lag) => lag ?? []),
    };
  }

  private async attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await withinLimit(work(), LIMIT_MS);
    } catch (error) {
      this.logger.warn({ message: 'Figures of the journal cannot be read', what, error: String(error) });
      return null;
    }
  }
}
