import { randomUUID } from 'node:crypto';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';

/** The events of one aggregate, numbered as its producer would. */
export class EventStream {
  private sequence = 0;

  constructor(readonly aggregateId: string = randomUUID()) {}

  next<Data>(definition: EventDefinition<Data>, data: Data): IncomingMessage {
    this.sequence += 1;
    const envelope: EventEnvelope = {
      specversion: '1.0',
      id: randomUUID(),
      source: `/lianxin/${definition.service}`,
      type: definition.type,
      time: '2026-01-01T00:00:00.000Z',
      subject: this.aggregateId,
      datacontenttype: 'application/json',
      sequence: this.sequence,
      position: this.sequence,
      areacode: '',
      correlationid: 'test-correlation',
      data,
    };
    return {
      topic: definition.topic,
      key: this.aggregateId,
      offset: this.sequence,
      value: JSON.stringify(envelope),
    };
  }
}
