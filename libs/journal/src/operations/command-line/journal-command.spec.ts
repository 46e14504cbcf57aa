import { describe, expect, it } from '@jest/globals';
import { JOURNAL_HELP, readJournalCommand } from './journal-command.js';

const read = (line: string) => readJournalCommand(line === '' ? [] : line.split(' '));

describe('readJournalCommand', () => {
  it.each([
    ['lag', { name: 'lag' }],
    ['oldest', { name: 'oldest' }],
    ['verify', { name: 'verify' }],
    ['seals', { name: 'seals', limit: 20 }],
    ['history --limit 100', { name: 'history', limit: 100 }],
    ['history show abc', { name: 'act', id: 'abc' }],
    ['parked list', { name: 'list', limit: 20, after: 0, consumer: null, state: null }],
    [
      'parked list --consumer a.b --state behind --limit 3 --after 7',
      { name: 'list', limit: 3, after: 7, consumer: 'a.b', state: 'behind' },
    ],
    ['parked show 12', { name: 'show', id: '12' }],
    ['parked replay 12', { name: 'replay', id: '12', reason: null }],
    ['parked discard 12 --reason=known', { name: 'discard', id: '12', reason: 'known' }],
    ['republish --from-position 5', { name: 'republish', fromPosition: 5, toPosition: null, reason: null }],
    [
      'republish --from-position 5 --to-position 9 --reason x',
      { name: 'republish', fromPosition: 5, toPosition: 9, reason: 'x' },
    ],
  ])('understands %s', (line, command) => {
    expect(read(line)).toEqual({ command, isJson: false });
    expect(read(`${line} --json`)).toEqual({ command, isJson: true });
  });

  it.each(['', '--help', 'parked discard -h'])('answers "%s" with the help', (line) => {
    expect(read(line).command).toEqual({ name: 'help' });
  });

  it.each([
    ['restart', 'restart is not a command'],
    ['parked', 'parked is not a command'],
    ['parked forget 1', 'parked forget is not a command'],
    ['toString', 'toString is not a command'],
    ['lag now', 'lag takes no further argument'],
    ['parked show', 'parked show takes one id'],
    ['parked show 1 2', 'parked show takes one id'],
    ['lag --reason x', 'lag takes no --reason'],
    ['parked list --state lost', '--state is waiting, parked or behind'],
    ['parked list --limit 101', '--limit is at most 100'],
    ['parked list --limit 0', '--limit takes a number from 1 on'],
    ['republish', 'republish needs --from-position'],
    ['republish --from-position 1e3', '--from-position takes a number from 1 on'],
    ['republish --from-position 1 --to-position x', '--to-position takes a number from 1 on'],
    ['lag --everything', "Unknown option '--everything'"],
  ])('refuses %s', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  it('has every command in its help', () => {
    for (const command of ['lag', 'oldest', 'parked list', 'parked show', 'parked replay', 'parked discard'])
      expect(JOURNAL_HELP).toContain(`\n  ${command}`);
    for (const command of ['history', 'history show', 'republish', 'verify', 'seals'])
      expect(JOURNAL_HELP).toContain(`\n  ${command}`);
  });
});
