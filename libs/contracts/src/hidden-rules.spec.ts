import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EVENTS } from './catalogue.js';
import { defineEvent, envelopeSchema } from './event.js';
import { hiddenRulesIn } from './hidden-rules.js';

const THINGS = { service: 'journal', aggregate: 'thing' };
const even = (value: number) => value % 2 === 0;

describe('a rule that no JSON Schema shows', () => {
  it.each([...EVENTS.values()])('is not in $type', ({ schema, readSchema }) => {
    expect([...hiddenRulesIn(schema), ...hiddenRulesIn(readSchema)]).toEqual([]);
  });

  it('is not in the envelope', () => {
    expect(hiddenRulesIn(envelopeSchema)).toEqual([]);
  });

  it.each<[string, z.ZodType, string]>([
    ['refine', z.int().refine(even), 'data.it: custom'],
    ['superRefine', z.int().superRefine(() => undefined), 'data.it: custom'],
    ['check', z.int().check(() => undefined), 'data.it: custom'],
    ['trim', z.string().trim(), 'data.it: overwrite'],
    ['a format of its own', z.stringFormat('even', (text) => text.length % 2 === 0), 'data.it: even'],
    ['a format whose expression says less than its code', z.url(), 'data.it: url'],
    ['an expression with flags', z.string().regex(/a/i), 'data.it: regex'],
    ['coerce', z.coerce.number(), 'data.it: number'],
    ['transform', z.string().transform(Number), 'data.it: pipe'],
    ['preprocess', z.preprocess(Number, z.int()), 'data.it: pipe'],
    ['custom', z.custom(() => true), 'data.it: custom'],
    ['default', z.int().default(1), 'data.it: default'],
    ['refine, inside a list', z.array(z.object({ at: z.int().refine(even) })), 'data.it[].at: custom'],
    ['refine, inside a tuple', z.tuple([z.int(), z.int().refine(even)]), 'data.it[1]: custom'],
    ['refine, of a whole object', z.object({}).refine(() => true), 'data.it: custom'],
    ['refine, of what may be null', z.int().refine(even).nullable().optional(), 'data.it: custom'],
    ['refine, in one of several', z.union([z.string(), z.int().refine(even)]), 'data.it|1: custom'],
    [
      'refine, of a key',
      z.record(
        z.string().refine(() => true),
        z.int(),
      ),
      'data.it{}: custom',
    ],
  ])('is found and refused: %s', (_case, it, found) => {
    expect(hiddenRulesIn(z.object({ it }))).toContain(found);
    expect(() => defineEvent(THINGS, 'OddThingHappened', { it })).toThrow(/plain data/);
  });
});
