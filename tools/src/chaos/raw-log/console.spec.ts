import { describe, expect, it } from '@jest/globals';
import { runConsole } from './console-program.js';
import { offsetsOf, recordsOf } from './console-records.js';

const limitMs = 20_000;
const node = (script: string, limits = { limitMs }) => runConsole(process.execPath, ['-e', script], limits);

describe('a program at the console', () => {
  it('is heard', async () => {
    const echo = 'process.stdin.pipe(process.stdout); console.error("aside")';
    const said = await runConsole(process.execPath, ['-e', echo], { input: 'k\tv\n', limitMs });
    expect(said).toEqual({ output: 'k\tv\n', errors: 'aside\n' });
  });

  it('is not believed when it ends badly', async () => {
    const failing = 'console.log("k\\tv"); console.error("no broker"); process.exitCode = 1';
    await expect(node(failing)).rejects.toThrow('code 1: no broker');
  });

  it('is ended, and not believed, when it takes too long', async () => {
    await expect(node('setInterval(() => {}, 1000)', { limitMs: 300 })).rejects.toThrow('SIGKILL');
  });
});

describe('what the console says', () => {
  it('counts by topic, without the log’s own', () => {
    const output = 'a.one:0:3\na.one:1:4\nb.two:0:0\n__consumer_offsets:0:9\n[warning] something: else\n';
    expect([...offsetsOf(output)]).toEqual([
      ['a.one', 7],
      ['b.two', 0],
    ]);
  });

  it('names the topic that was read, whatever the record says of itself', () => {
    const value = '{"type":"grid-registry.GridEventReported.v1"}';
    expect(recordsOf('grid-registry.area', `k\t${value}\nProcessed a total of 1 messages\n`)).toEqual([
      { topic: 'grid-registry.area', key: 'k', value },
    ]);
  });
});
