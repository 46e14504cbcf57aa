import { randomUUID } from 'node:crypto';
import { GRID_EVENT_TOPIC, GrantGiven, GrantRevoked, GridEventReported } from '@lianxin/contracts';
import { EventTransport } from '@lianxin/journal';
import type {
  IncomingMessage,
  OutgoingMessage,
  SubscribeOptions,
  Subscription,
  TopicLag,
} from '@lianxin/journal';

/** Events within this process, delivered when a test says so. */
export class MemoryTransport extends EventTransport {
  private readonly readers = new Set<SubscribeOptions>();
  private offset = 0;

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const incoming: IncomingMessage[] = messages.map((message) => ({
      ...message,
      offset: (this.offset += 1),
    }));
    for (const reader of this.readers)
      await reader.onBatch(incoming.filter(({ topic }) => reader.topics.includes(topic)));
  }

  subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.readers.add(options);
    return Promise.resolve({
      ready: Promise.resolve(),
      stop: () => Promise.resolve(void this.readers.delete(options)),
    });
  }

  lag(_group: string, topics: readonly string[]): Promise<TopicLag[]> {
    return Promise.resolve(topics.map((topic) => ({ topic, lag: 0 })));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Tells that something happened to an event in this area. */
  reported(areaCode = '361104111001', category = 'HAZARD'): Promise<void> {
    const data = { areaCode, villageCode: areaCode.slice(0, 12), category, kind: 'GENERAL' };
    return this.send([message(GRID_EVENT_TOPIC, GridEventReported.type, data)]);
  }

  given(subject: string): Promise<void> {
    const data = {
      ...{ grantId: randomUUID(), subject, role: 'VILLAGE_OFFICER', areaCode: '361104111001' },
      ...{ departmentId: null, validFrom: new Date().toISOString(), validUntil: null },
    };
    return this.send([message(GrantGiven.topic, GrantGiven.type, data)]);
  }

  revoked(subject: string): Promise<void> {
    const data = { grantId: randomUUID(), subject, revokedAt: new Date().toISOString() };
    return this.send([message(GrantRevoked.topic, GrantRevoked.type, data)]);
  }
}

function message(topic: string, type: string, data: Record<string, unknown>): OutgoingMessage {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/lianxin/grid-registry',
    type,
    time: new Date().toISOString(),
    subject: randomUUID(),
    datacontenttype: 'application/json',
    sequence: 1,
    position: 1,
    areacode: '',
    correlationid: 'test',
    data,
  };
  return { topic, key: envelope.subject, value: JSON.stringify(envelope) };
}
