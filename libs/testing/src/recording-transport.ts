import type { EventEnvelope } from '@lianxin/contracts';
import { EventTransport } from '@lianxin/journal';
import type { OutgoingMessage, SubscribeOptions, Subscription, TopicLag } from '@lianxin/journal';

/** Keeps what was published, for tests that step through events by hand. */
export class RecordingTransport extends EventTransport {
  readonly sent: OutgoingMessage[] = [];

  send(messages: readonly OutgoingMessage[]): Promise<void> {
    this.sent.push(...messages);
    return Promise.resolve();
  }

  subscribe(_options: SubscribeOptions): Promise<Subscription> {
    return Promise.resolve({ ready: Promise.resolve(), stop: () => Promise.resolve() });
  }

  lag(_group: string, topics: readonly string[]): Promise<TopicLag[]> {
    return Promise.resolve(topics.map((topic) => ({ topic, lag: 0 })));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get events(): EventEnvelope[] {
    return this.sent.map((message) => JSON.parse(message.value) as EventEnvelope);
  }
}
