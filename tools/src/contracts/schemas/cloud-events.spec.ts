import { describe, expect, it } from '@jest/globals';
import { envelopeSchema, EVENTS, type EventEnvelope } from '@lianxin/contracts';
import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { exampleOf } from './example.js';
import { publishedSchemaOf } from './published-schema.js';
import { valuesOf } from './values-of-schema.arbitrary.js';

/** As CloudEvents names its own attributes; the rest are this platform's extensions. */
const OWN_ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'data'];

const events = [...EVENTS.values()];
const messagesOf = (event: (typeof events)[number]) =>
  valuesOf(publishedSchemaOf(event)) as fc.Arbitrary<EventEnvelope>;

describe('every message', () => {
  it('has extensions whose names CloudEvents allows', () => {
    const extensions = Object.keys(envelopeSchema.shape).filter((name) => !OWN_ATTRIBUTES.includes(name));
    expect(extensions.sort()).toEqual(['areacode', 'causationid', 'correlationid', 'position', 'sequence']);
    for (const name of extensions) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it.each(events)('of $type is a strict CloudEvent, whatever its published schema allows', (event) => {
    fc.assert(
      fc.property(messagesOf(event), (message) => {
        const cloudEvent = new CloudEvent({ ...message });
        expect(cloudEvent.validate()).toBe(true);
        expect(HTTP.toEvent(HTTP.structured(cloudEvent))).toMatchObject({ id: message.id, type: event.type });
      }),
      { numRuns: 25 },
    );
  });

  it.each(events)('of $type that its published schema allows is read, and written, by the code', (event) => {
    fc.assert(
      fc.property(messagesOf(event), (message) => {
        expect(envelopeSchema.parse(message)).toEqual(message);
        expect(event.readSchema.parse(message.data)).toEqual(message.data);
        expect(event.isRetired || event.schema.safeParse(message.data).success).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it.each(events)('of $type has an example that is one', (event) => {
    const example = exampleOf(publishedSchemaOf(event)) as EventEnvelope;
    expect(envelopeSchema.parse(example)).toEqual(example);
    expect(event.readSchema.parse(example.data)).toEqual(example.data);
    expect(new CloudEvent({ ...example }).validate()).toBe(true);
  });

  it('would be refused with a name or a value that CloudEvents does not allow', () => {
    const [event] = events;
    const message = exampleOf(publishedSchemaOf(event!)) as object;
    expect(() => new CloudEvent({ ...message, areaCode: '361104' })).toThrow(/invalid extension name/);
    expect(() => new CloudEvent({ ...message, position: 1.5 })).toThrow(/invalid extension value/);
    expect(() => new CloudEvent({ ...message, source: '' })).toThrow();
  });
});
