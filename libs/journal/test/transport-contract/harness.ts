import type { EventTransport, OutgoingMessage } from '../../src/index.js';

/** What the contract needs of one transport. */
export interface TransportHarness {
  /** As another process would have it; closed after the test. */
  open(): EventTransport;
  /** A topic of nobody else. */
  topic(): Promise<string>;
  /** The name of a topic that nobody has made yet. */
  readonly newName: () => string;
  createTopic(topic: string): Promise<void>;
  /** Writes past our own transport, as whoever took over a producer could. */
  forge(messages: readonly OutgoingMessage[]): Promise<void>;
  closeAll(): Promise<void>;
  /** Forgets what the topics held, so that a group that is new has nothing to read through. */
  empty(topics: readonly string[]): Promise<void>;
  /** What each member of the group has of its topics just now, by whatever they are shared out. */
  holdings(group: string): Promise<readonly (readonly string[])[]>;
  /** Whether the members of a group read next to each other, or one at a time. */
  readonly sharing: 'partitions' | 'turns';
  /** Into what a topic is shared out at most. */
  readonly shares: number;
  /** Notes from now on what the readers of this process fetch. */
  watchReading(): ReadingWatch;
  /** What one reader may have fetched at most and not handed on yet. */
  readonly readAheadBytes: number;
  /** Longer than a member may give no sign of life. */
  readonly longBatchMs: number;
  readonly outage?: Outage;
}

/** Of fetches that brought messages. */
export interface ReadingWatch {
  count(): number;
  bytes(): number;
  end(): void;
}

/** Takes the whole transport away from everybody, and brings it back with all that was acknowledged. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
  /** The same without a word: connections stay, and nobody answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

export type Started = TransportHarness & { stop(): Promise<void> };

/** Where a suite finds its transport, which exists once the suite runs. */
export type HarnessOf = () => TransportHarness;

export function watchOf(fetches: readonly number[], end: () => void): ReadingWatch {
  return {
    count: () => fetches.length,
    bytes: () => fetches.reduce((sum, bytes) => sum + bytes, 0),
    end,
  };
}
