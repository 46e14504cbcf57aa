/** What can be wrong with an entry, a seal or the copy of the seals. */
export type FaultKind =
  // entries
  | 'ENTRY_MISSING'
  | 'ENTRY_CHANGED'
  | 'CHAIN_BROKEN'
  | 'SEQUENCE_BROKEN'
  | 'ORDER_BROKEN'
  | 'POSITION_MISSING'
  | 'POSITION_REUSED'
  | 'TAIL_MISSING'
  | 'RELAY_BEHIND'
  | 'NOT_QUEUED'
  | 'QUEUED_TWICE'
  // seals
  | 'SEAL_MISSING'
  | 'SEAL_CHANGED'
  | 'SEAL_CHAIN_BROKEN'
  | 'SEAL_KEY_UNKNOWN'
  | 'SEAL_SIGNATURE_WRONG'
  | 'SEAL_RANGE_WRONG'
  | 'SEALED_ENTRY_DIFFERENT'
  // the copy outside the database
  | 'OUTSIDE_SEAL_MISSING'
  | 'OUTSIDE_SEAL_EXTRA'
  | 'OUTSIDE_SEAL_DIFFERENT'
  | 'OUTSIDE_UNREADABLE'
  | 'RESTORATION_UNCONFIRMED';

export interface Fault {
  readonly kind: FaultKind;
  /** One English sentence that says what is wrong; nothing personal. */
  readonly what: string;
  /** The entry's, or where the range begins; null for an entry that has none yet. */
  readonly position: number | null;
  readonly entryId: string | null;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  readonly sequence: number | null;
  /** The seal's ordinal when a seal shows it. */
  readonly seal: number | null;
}

/** The outcome of walking a service's whole journal. */
export interface Verdict {
  readonly service: string;
  readonly isIntact: boolean;
  /** The fault with the lowest position; null when the journal is intact. */
  readonly first: Fault | null;
  /** The first faults in order of position, `MAX_FAULTS` at most. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
  /** Entries that were read: those with a position and those that wait in the outbox. */
  readonly entryCount: number;
  readonly waitingCount: number;
  readonly lastPosition: number;
  readonly sealCount: number;
  /** Entries up to here are under a seal that holds; later ones only under the hash chain. */
  readonly sealedPosition: number;
  readonly restorationCount: number;
  readonly durationS: number;
}

export const MAX_FAULTS = 20;

/** A fault of which only some is known. */
export function fault(kind: FaultKind, what: string, known: Partial<Fault> = {}): Fault {
  return {
    position: null,
    entryId: null,
    aggregateType: null,
    aggregateId: null,
    sequence: null,
    seal: null,
    ...known,
    kind,
    what,
  };
}

/** Keeps the faults with the lowest positions, so that any number of them fits. Those without a position come last. */
export class Faults {
  private kept: Fault[] = [];
  count = 0;

  add(found: Fault): void {
    this.count += 1;
    const at = this.kept.findIndex((other) => placeOf(found) < placeOf(other));
    this.kept.splice(at < 0 ? this.kept.length : at, 0, found);
    this.kept.length = Math.min(this.kept.length, MAX_FAULTS);
  }

  get list(): readonly Fault[] {
    return this.kept;
  }
}

/** Sealing ends where the journal is not as it was written. */
export class BrokenJournalError extends Error {
  constructor(readonly fault: Fault) {
    super(`${fault.kind} at position ${fault.position ?? 'unknown'}: ${fault.what}`);
  }
}

const placeOf = ({ position }: Fault): number => position ?? Number.POSITIVE_INFINITY;
