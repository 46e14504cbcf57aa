import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { pssMbOf } from './pss.js';

(process.platform === 'linux' ? describe : describe.skip)('pssMbOf', () => {
  it('counts a process with its descendants', async () => {
    const own = pssMbOf([process.pid]);
    const child = spawn(process.execPath, [
      '-e',
      'const held = Buffer.alloc(64 << 20, 1); setInterval(() => held, 1000); console.log(1)',
    ]);
    await new Promise((done) => child.stdout.once('data', done));
    expect(pssMbOf([process.pid]) - own).toBeGreaterThan(50);
    expect(pssMbOf([child.pid ?? 0])).toBeGreaterThan(64);
    child.kill('SIGKILL');
  });

  it('counts a process that is gone as nothing', () => {
    expect(pssMbOf([2 ** 22 + 1])).toBe(0);
  });
});
