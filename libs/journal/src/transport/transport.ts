export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
}

export interface IncomingMessage extends OutgoingMessage {
  readonly offset: number;
}

export interface SubscribeOptions {
  /** Members of a group share its messages and its offsets; without a group every subscriber gets every new message. */
  readonly group?: string;
  readonly topics: readonly string[];
  /** Called with messages in order per key; the offsets are committed only after it resolves. */
  readonly onBatch: (messages: readonly IncomingMessage[]) => Promise<void>;
}

export interface Subscription {
  stop(): Promise<void>;
}

/** How events travel. At least once, in order per key; both transports keep the same promises. */
export abstract class EventTransport {
  /** Resolves when all messages are durable. */
  abstract send(messages: readonly OutgoingMessage[]): Promise<void>;
  abstract subscribe(options: SubscribeOptions): Promise<Subscription>;
  abstract close(): Promise<void>;
}
