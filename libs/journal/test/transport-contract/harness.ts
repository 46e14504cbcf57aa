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
  /** Longer than a member may give no sign of life. */
  readonly longBatchMs: number;
  readonly outage?: Outage;
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
