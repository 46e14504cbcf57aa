import { describe, expect, it } from '@jest/globals';
import { GRID_EVENT_TOPIC } from '@lianxin/contracts';
import { Logger } from '@nestjs/common';
import { MemoryTransport } from '../../test/memory-transport.js';
import type { Happening, Subscriptions } from './subscriptions.js';
import { WakeUps } from './wake-ups.js';

Logger.overrideLogger(false);

function harness() {
  const happened: Happening[] = [];
  const revoked: string[] = [];
  const given: string[] = [];
  const subscriptions = {
    happened: (happenings: readonly Happening[]) => happened.push(...happenings),
    revoked: (subject: string) => revoked.push(subject),
    given: (subject: string) => given.push(subject),
  } as unknown as Subscriptions;
  const transport = new MemoryTransport();
  return { happened, revoked, given, transport, wakeUps: new WakeUps(transport, subscriptions) };
}

describe('wake-ups', () => {
  it('tell where something happened, and to what', async () => {
    const { happened, transport, wakeUps } = harness();
    await wakeUps.start();
    await transport.reported('361104111001001', 'DISPUTE');
    expect(happened).toEqual([{ areaCode: '361104111001001', category: 'DISPUTE', kind: 'GENERAL' }]);
  });

  it('tell whose post was revoked', async () => {
    const { revoked, transport, wakeUps } = harness();
    await wakeUps.start();
    const subject = '0190d000-0000-7000-8000-000000000001';
    await transport.revoked(subject);
    expect(revoked).toEqual([subject]);
  });

  it('tell who was given a post', async () => {
    const { given, revoked, transport, wakeUps } = harness();
    await wakeUps.start();
    const subject = '0190d000-0000-7000-8000-000000000001';
    await transport.given(subject);
    expect({ given, revoked }).toEqual({ given: [subject], revoked: [] });
  });

  it('survive what is no event', async () => {
    const { happened, transport, wakeUps } = harness();
    await wakeUps.start();
    for (const value of ['', 'no json', '{}', '{"specversion":"1.0","data":{"areaCode":1}}', 'null']) {
      await transport.send([{ topic: GRID_EVENT_TOPIC, key: 'x', value }]);
    }
    await transport.reported();
    expect(happened).toHaveLength(1);
  });

  it('go on trying while the transport is down', async () => {
    const { happened, transport, wakeUps } = harness();
    const subscribe = transport.subscribe.bind(transport);
    let tries = 0;
    transport.subscribe = (options) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('down')) : subscribe(options);
    };
    await wakeUps.start();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await transport.reported();
    expect(happened).toHaveLength(1);
    await wakeUps.stop();
    await transport.reported();
    expect(happened).toHaveLength(1);
  });
});
