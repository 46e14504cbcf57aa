import { GRID_EVENT_STATES, GridEventReported } from '@lianxin/contracts';
import type { EventEnvelope } from '@lianxin/contracts';
import type { OutgoingMessage } from '@lianxin/journal';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';

export type Told = z.infer<typeof GridEventReported.schema>;

const stepsOfLife = 8;

/**
 * Steps of grid events as their service tells them: lives of eight, side by side, each in its order.
 * @param before the position before the first of them
 */
export function stepsOfGridEvents(count: number, before = 0): EventEnvelope<Told>[] {
  const ids = Array.from({ length: Math.ceil(count / stepsOfLife) }, () => randomUUID());
  return Array.from({ length: count }, (_, index) => {
    const sequence = Math.floor(index / ids.length) + 1;
    return step(ids[index % ids.length] as string, sequence, before + index + 1);
  });
}

export const toMessage = (event: EventEnvelope): OutgoingMessage => ({
  topic: GridEventReported.topic,
  key: event.subject,
  value: JSON.stringify(event),
});

function step(gridEventId: string, sequence: number, position: number): EventEnvelope<Told> {
  const at = new Date().toISOString();
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: `/lianxin/${GridEventReported.service}`,
    type: GridEventReported.type,
    time: at,
    subject: gridEventId,
    datacontenttype: 'application/json',
    sequence,
    position,
    areacode: '361104111001001',
    correlationid: randomUUID(),
    data: {
      areaCode: '361104111001001',
      villageCode: '361104111001',
      category: 'HAZARD',
      kind: 'GENERAL',
      source: 'PATROL',
      fromState: sequence === 1 ? null : (GRID_EVENT_STATES[sequence - 2] ?? null),
      toState: GRID_EVENT_STATES[sequence - 1] ?? 'CLOSED',
      level: 'TOWNSHIP',
      departmentId: randomUUID(),
      dueAt: at,
      at,
    },
  };
}
