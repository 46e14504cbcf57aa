import type { EventEnvelope } from '@lianxin/contracts';
import { EventTransport } from '@lianxin/journal';
import type { OutgoingMessage, SubscribeOptions, Subscription } from '@lianxin/journal';

/** Keeps what was published, for tests that step through events by hand. */
export class RecordingTransport extends EventTransport {
  readonly sent: OutgoingMessage[] = [];

  send(messages: readonly OutgoingMessage[]): Promise<void> {
    this.sent.push(...messages);
    return Promise.resolve();
  }

  subscribe(_options: SubscribeOptions): Promise<Subscription> {
    return Promise.resolve({ stop: () => Promise.resolve() });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get events(): EventEnvelope[] {
    return this.sent.map((message) => JSON.parse(message.value) as EventEnvelope);
  }
}
