import { describe, expect, it } from '@jest/globals';
import { readInvocation } from './invocation.js';

const all = ['grid-registry', 'assessment', 'micro-project'];

describe('readInvocation', () => {
  it.each([
    ['lag'],
    ['oldest', '--json'],
    ['verify'],
    ['history', '--limit', '5'],
    ['parked', 'list', '--state', 'parked'],
  ])('asks every service for %s %s %s %s', (...args) =>
    expect(readInvocation(args.filter(Boolean))).toEqual({ services: all, args: args.filter(Boolean) }),
  );

  it('takes the service out of the command line, wherever it stands', () => {
    const expected = { services: ['assessment'], args: ['parked', 'list', '--json'] };
    expect(readInvocation(['--service', 'assessment', 'parked', 'list', '--json'])).toEqual(expected);
    expect(readInvocation(['parked', 'list', '--service=assessment', '--json'])).toEqual(expected);
  });

  it.each([
    'parked show 1',
    'parked replay 1',
    'parked discard 1 --reason x',
    'history show x',
    'republish --from-position 1',
    '--json republish',
  ])('wants to know of which service: %s', (line) => {
    expect(() => readInvocation(line.split(' '))).toThrow(
      'this needs --service grid-registry or assessment or micro-project',
    );
  });

  it.each(['lag --service', 'lag --service gateway', 'lag --service='])('refuses %s', (line) => {
    expect(() => readInvocation(line.split(' '))).toThrow(
      'is not a service: grid-registry, assessment, micro-project',
    );
  });

  it.each([[[]], [['--help']], [['parked', 'discard', '-h']]])('answers %j with the help', (argv) => {
    expect(readInvocation(argv)).toEqual({ services: ['grid-registry'], args: ['--help'] });
  });
});
