import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { departmentEnvelopeSchema } from '@lianxin/contracts';
import type { DepartmentEnvelope } from '@lianxin/contracts';
import { DepartmentForwarder } from '../src/department-topics/department-forwarder.js';
import { anEventAfter, PRIVATE_TEXT, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const HOUSING = 'dept.housing-construction.grid-events';
const FEED = `query ($after: String) { gridEventFeed(areaCode: "${COUNTY}", after: $after, fromBeginning: true, first: 100) {
  changes { cursor transition gridEvent { id } } } }`;
const DEFINE = `mutation ($input: DefineDepartmentInput!) { defineDepartment(input: $input) { id } }`;

describe('the topics of departments', () => {
  let place: Place;
  let waterId: string;

  beforeAll(async () => {
    place = await startGridRegistry();
    const input = {
      requestId: randomUUID(),
      code: 'water',
      name: '水利局',
      areaCode: COUNTY,
      duties: ['HAZARD'],
    };
    const { defineDepartment } = await place.county.get<{ defineDepartment: { id: string } }>(DEFINE, {
      input,
    });
    waterId = defineDepartment.id;
  });
  afterAll(() => place.service.stop());

  const forward = async (): Promise<void> => {
    await place.service.drainOutbox();
    await place.service.app.get(DepartmentForwarder).drain();
  };
  const messagesOn = (topic: string): DepartmentEnvelope[] =>
    place.service.transport.sent
      .filter((message) => message.topic === topic)
      .map(({ key, value }) => {
        const envelope = departmentEnvelopeSchema.parse(JSON.parse(value));
        expect(key).toBe(envelope.subject);
        expect(value).not.toContain(PRIVATE_TEXT);
        return envelope;
      });

  it('have each what its department sees in the feed, in that order, and nothing of the others', async () => {
    const event = await anEventAfter(place, 'reportDone');
    await anEventAfter(place, 'accept');
    const water = await anEventAfter(place, 'accept');
    await take(place.township, 'dispatch', { gridEventId: water.id, departmentId: waterId });
    await forward();
    const { gridEventFeed } = await place.department.get<{
      gridEventFeed: { changes: { cursor: string; transition: string; gridEvent: { id: string } }[] };
    }>(FEED);
    const told = messagesOn(HOUSING).map(({ data }) => [data.cursor, data.transition, data.gridEvent.id]);
    expect(told).toEqual(
      gridEventFeed.changes.map(({ cursor, transition, gridEvent }) => [cursor, transition, gridEvent.id]),
    );
    expect(told).toHaveLength(5);
    expect(new Set(messagesOn(HOUSING).map(({ subject }) => subject))).toEqual(new Set([event.id]));
    const ofWater = messagesOn('dept.water.grid-events').map(({ subject }) => subject);
    expect(new Set(ofWater)).toEqual(new Set([water.id]));
  });

  it('go on where they stood, each change once while nothing fails', async () => {
    const before = messagesOn(HOUSING).length;
    await forward();
    expect(messagesOn(HOUSING)).toHaveLength(before);
    const event = await anEventAfter(place, 'dispatch');
    await forward();
    await take(place.department, 'start', { gridEventId: event.id });
    await forward();
    const later = messagesOn(HOUSING).slice(before);
    expect(later.map(({ data }) => data.transition)).toEqual([
      'GridEventReported',
      'GridEventAccepted',
      'GridEventDispatched',
      'GridEventStarted',
    ]);
    const ids = messagesOn(HOUSING).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('go on at the same place when the transport fails, with the same ids', async () => {
    const { transport } = place.service;
    const event = await anEventAfter(place, 'dispatch');
    await place.service.drainOutbox();
    const send = transport.send.bind(transport);
    transport.send = async (messages) => {
      await send(messages);
      throw new Error('acknowledged too late');
    };
    await expect(place.service.app.get(DepartmentForwarder).drain()).rejects.toThrow('too late');
    transport.send = send;
    await forward();
    const ids = messagesOn(HOUSING)
      .filter(({ subject }) => subject === event.id)
      .map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  });

  it('are named by the department, and by its area too where the name is taken', async () => {
    const township = {
      requestId: randomUUID(),
      code: 'water',
      name: '水利站',
      areaCode: TOWNSHIP,
      duties: ['HAZARD'],
    };
    await place.county.get(DEFINE, { input: township });
    await forward();
    const { departments } = await place.resident.get<{ departments: { areaCode: string; topic: string }[] }>(
      `{ departments(areaCode: "${COUNTY}") { areaCode code topic } }`,
    );
    expect(departments.map(({ topic }) => topic).sort()).toEqual(
      [
        ...[HOUSING, 'dept.civil-affairs.grid-events', 'dept.public-security.grid-events'],
        ...['dept.water.grid-events', `dept.${TOWNSHIP}_water.grid-events`],
      ].sort(),
    );
  });
});
