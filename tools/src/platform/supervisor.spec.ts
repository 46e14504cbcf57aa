import { describe, expect, it } from '@jest/globals';
import { restartDelayMs, Supervised, supervisorTimes, type Running } from './supervisor.js';

const times = { firstDelayMs: 1, longestDelayMs: 4, healthyAfterMs: 10_000 };

/** A process that a test can end. */
function fakeProcess(pid: number): Running & { die: () => void } {
  let die: (how: string) => void = () => undefined;
  const exited = new Promise<string>((done) => (die = done));
  return { pid, exited, die: () => die('code 1'), stop: async () => die('signal SIGTERM') };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo() && Date.now() < end;) await pause(2);
}

describe('restartDelayMs', () => {
  it('doubles up to its ceiling', () => {
    const delays = [1, 2, 3, 6, 7, 20].map((deaths) => restartDelayMs(deaths, supervisorTimes));
    expect(delays).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000]);
  });
});

describe('Supervised', () => {
  it('starts again what dies, and counts', async () => {
    const made: ReturnType<typeof fakeProcess>[] = [];
    const launch = () => made[made.push(fakeProcess(made.length + 1)) - 1] as Running;
    const said: string[] = [];
    const child = new Supervised('mill', launch, (line) => said.push(line), times);
    await child.start();
    made[0]?.die();
    await until(() => child.pid === 2);
    expect([child.pid, child.deaths]).toEqual([2, 1]);
    expect(said).toEqual(['mill ended (code 1); it is started again in 0.001 s']);
    await child.stop(0);
  });

  it('forgets deaths after a healthy spell', async () => {
    const made: ReturnType<typeof fakeProcess>[] = [];
    const launch = () => made[made.push(fakeProcess(made.length + 1)) - 1] as Running;
    const child = new Supervised('mill', launch, () => undefined, { ...times, healthyAfterMs: 0 });
    await child.start();
    for (const index of [0, 1, 2]) {
      made[index]?.die();
      await until(() => child.pid === index + 2);
    }
    expect(child.deaths).toBe(1);
    await child.stop(0);
  });

  it('keeps trying when a start fails', async () => {
    let attempts = 0;
    const first = fakeProcess(1);
    const launch = () => {
      attempts += 1;
      if (attempts === 1) return first;
      if (attempts < 4) throw new Error('no memory');
      return fakeProcess(attempts);
    };
    const child = new Supervised('mill', launch, () => undefined, times);
    await child.start();
    first.die();
    await until(() => child.pid === 4);
    expect(child.pid).toBe(4);
    await child.stop(0);
  });

  it('does not start again what was stopped', async () => {
    let launches = 0;
    const child = new Supervised(
      'mill',
      () => fakeProcess((launches += 1)),
      () => undefined,
      times,
    );
    await child.start();
    await child.stop(0);
    await pause(30);
    expect([launches, child.pid]).toEqual([1, undefined]);
  });
});
