/** The largest value of a message: below what a broker takes by default, with room for its own framing. */
export const MAX_MESSAGE_BYTES = 900_000;
/** The longest key, in characters; aggregates have far shorter ids. */
export const MAX_KEY_LENGTH = 200;

export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
}

/** Whoever wrote it, its key and value are text that PostgreSQL can store, and its key is no longer than `MAX_KEY_LENGTH`. */
export interface IncomingMessage extends OutgoingMessage {
  readonly offset: number;
}

export interface SubscribeOptions {
  /** Members of a group share its messages and its offsets; without a group every subscriber gets every new message. */
  readonly group?: string;
  readonly topics: readonly string[];
  /**
   * Called with messages in order per key, a bounded number at a time and never twice at once; the offsets are committed
   * only after it resolves. What it rejects comes again.
   */
  readonly onBatch: (messages: readonly IncomingMessage[]) => Promise<void>;
}

export interface Subscription {
  /**
   * Settles when the reader has its place: whatever is sent from then on reaches it. Never rejects, for a transport that
   * is out of reach is tried again until it is not.
   */
  readonly ready: Promise<void>;
  /** Lets the batch in hand come to its end and leaves its place to others. */
  stop(): Promise<void>;
}

export interface TopicLag {
  readonly topic: string;
  /** Messages that the group has not taken yet. */
  readonly lag: number;
}

/** How events travel. At least once, in order per key; both transports keep the same promises. */
export abstract class EventTransport {
  /**
   * Resolves when all messages are durable. What it rejects may have arrived all the same, in part or as a whole.
   * @throws OversizedMessageError before anything is sent
   */
  abstract send(messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * To be called before the first message to a topic that no contract names. Where topics are not made by writing to them they
   * are made here, if this process may.
   */
  async ensureTopics(_topics: readonly string[]): Promise<void> {}
  /** Resolves at once, also when the transport is out of reach. */
  abstract subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** A topic that does not exist yet has nothing to wait for. */
  abstract lag(group: string, topics: readonly string[]): Promise<TopicLag[]>;
  abstract close(): Promise<void>;
}

/** A message that neither transport carries. Trying again cannot help. */
export class OversizedMessageError extends Error {
  override readonly name = 'OversizedMessageError';

  constructor(topic: string, size: string) {
    super(`A message for ${topic} is too large: ${size}`);
  }
}

/** @throws OversizedMessageError */
export function requireCarriable(messages: readonly OutgoingMessage[]): void {
  for (const { topic, key, value } of messages) {
    const bytes = Buffer.byteLength(value);
    if (bytes > MAX_MESSAGE_BYTES)
      throw new OversizedMessageError(topic, `${bytes} bytes, at most ${MAX_MESSAGE_BYTES}`);
    if (key.length > MAX_KEY_LENGTH)
      throw new OversizedMessageError(topic, `a key of ${key.length} characters, at most ${MAX_KEY_LENGTH}`);
  }
}
