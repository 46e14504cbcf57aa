import { GrantRevoked, GridDefined } from '@lianxin/contracts';
import { EventConsumer, NotYetKnownError, on, onAll } from '../src/index.js';
import type { Delivery } from '../src/index.js';

/** Notes every event it applies, and can be told to fail on one. */
export class NotingConsumer extends EventConsumer {
  readonly name = 'journal.noting';
  readonly handlers = [
    onAll([GrantRevoked], async (_tx, deliveries) => {
      this.runs.push(deliveries.length);
      for (const delivery of deliveries) await this.note(delivery);
    }),
    on(GridDefined, (delivery) => this.note(delivery)),
  ];
  /** How many came at a time. */
  readonly runs: number[] = [];
  readonly unknown = new Set<string>();
  readonly broken = new Set<string>();

  private async note({ tx, event }: Delivery<unknown>): Promise<void> {
    await tx.query(`INSERT INTO effect (aggregate_id, sequence) VALUES ($1, $2)`, [
      event.subject,
      event.sequence,
    ]);
    if (this.unknown.has(event.subject)) throw new NotYetKnownError('area 361104111999');
    if (this.broken.has(event.subject)) throw new TypeError('王大爷 is not a function');
  }
}
