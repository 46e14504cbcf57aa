import { randomUUID } from 'node:crypto';
import { Envelope } from '../../src/envelopes/envelope.entity.js';
import type { EnvelopePlace } from '../../src/envelopes/envelope.entity.js';

const QUOTA = { largerFen: 30_000_000, smallFen: 20_000_000, maxLargerProjects: 1 };

/** The envelopes of a test without a database: held by nobody else, since it takes one step after the other. */
export class EnvelopesInMemory {
  readonly all = new Map<string, Envelope>();

  lock(_tx: unknown, id: string | null): Promise<Envelope> {
    const envelope = this.all.get(id ?? '');
    return envelope ? Promise.resolve(envelope) : Promise.reject(new Error('No such envelope.'));
  }

  lockOrOpen(
    _tx: unknown,
    _actor: unknown,
    village: Pick<EnvelopePlace, 'villageId' | 'villageCode'>,
    year: number,
  ) {
    const { villageId, villageCode } = village;
    const known = [...this.all.values()].find((each) => each.villageId === villageId && each.year === year);
    if (known) return Promise.resolve(known);
    const envelope = Envelope.open({ id: randomUUID(), villageId, villageCode, year }, QUOTA);
    this.all.set(envelope.id, envelope);
    return Promise.resolve(envelope);
  }

  store(): Promise<void> {
    return Promise.resolve();
  }

  /** To go back there when a step is refused, as a transaction does. */
  snapshot(): () => void {
    const before = [...this.all].map(([id, envelope]) => [id, { ...envelope }] as const);
    return () => {
      this.all.clear();
      for (const [id, row] of before) this.all.set(id, Object.assign(new Envelope(), row));
    };
  }
}
