import { describe, expect, it } from '@jest/globals';
import { defineEvent, type EventNotes } from '@lianxin/contracts';
import { z } from 'zod';
import { breakingChanges } from './compatibility.js';
import { publishedSchemaOf } from '../schemas/published-schema.js';

const LETTERS = { service: 'post-office', aggregate: 'letter' };

const shape = {
  letterId: z.uuid(),
  kind: z.enum(['PLAIN', 'REGISTERED']),
  weight: z.int().min(1).max(2000),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .meta({ examples: ['361104'] }),
  note: z.string().max(20).optional(),
  sentAt: z.iso.datetime().nullable(),
  stamps: z.array(z.object({ fen: z.int(), colour: z.enum(['RED', 'BLUE']) })).max(5),
};

type Shape = z.ZodRawShape;

function schemasOf(fields: Shape, producer = LETTERS, notes: EventNotes = {}) {
  const event = defineEvent(producer, 'LetterSent', fields, notes);
  return new Map([[event.type, publishedSchemaOf(event)]]);
}

const published = schemasOf(shape);
const without = (name: keyof typeof shape): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([each]) => each !== name));
const stamps = (stamp: Shape): Shape => ({ ...shape, stamps: z.array(z.object(stamp)).max(5) });

describe('a published event version', () => {
  it.each<[string, Shape, string]>([
    ['a field is gone', without('kind'), 'data.kind is gone'],
    ['an optional field is gone', without('note'), 'data.note is gone'],
    ['a field is new and required', { ...shape, to: z.uuid() }, 'data.to is new and required'],
    ['a field gets another name', { ...without('kind'), sort: shape.kind }, 'data.kind is gone'],
    [
      'an optional field becomes required',
      { ...shape, note: z.string().max(20) },
      'was optional and is required',
    ],
    [
      'a required field becomes optional',
      { ...shape, weight: shape.weight.optional() },
      'was required and is optional',
    ],
    ['a type changes', { ...shape, weight: z.string() }, 'data.weight: type was "integer" and is "string"'],
    [
      'a number may have a fraction',
      { ...shape, weight: z.number().min(1).max(2000) },
      'data.weight: type was',
    ],
    [
      'a value of an enumeration is gone',
      { ...shape, kind: z.enum(['PLAIN']) },
      'data.kind: enum lost "REGISTERED"',
    ],
    [
      'a value of an enumeration is new',
      { ...shape, kind: z.enum(['PLAIN', 'REGISTERED', 'EXPRESS']) },
      'data.kind: enum gained "EXPRESS"',
    ],
    [
      'a number gets a lower ceiling',
      { ...shape, weight: z.int().min(1).max(20) },
      'data.weight: maximum was 2000 and is 20',
    ],
    [
      'a number gets a higher ceiling',
      { ...shape, weight: z.int().min(1).max(5000) },
      'data.weight: maximum',
    ],
    [
      'a text gets shorter',
      { ...shape, note: z.string().max(10).optional() },
      'data.note: maxLength was 20 and is 10',
    ],
    [
      'a text gets a pattern',
      {
        ...shape,
        note: z
          .string()
          .max(20)
          .regex(/^a/)
          .meta({ examples: ['a'] })
          .optional(),
      },
      'data.note: pattern was not there',
    ],
    [
      'a pattern changes',
      {
        ...shape,
        code: z
          .string()
          .regex(/^\d{4}$/)
          .meta({ examples: ['3611'] }),
      },
      'data.code: pattern was',
    ],
    [
      'a format changes',
      { ...shape, letterId: z.iso.date() },
      'data.letterId: format was "uuid" and is "date"',
    ],
    [
      'an instant takes other offsets',
      { ...shape, sentAt: z.iso.datetime({ offset: true }).nullable() },
      'data.sentAt[0]: pattern',
    ],
    ['null is taken no more', { ...shape, sentAt: z.iso.datetime() }, 'data.sentAt: anyOf was'],
    ['null is taken', { ...shape, letterId: z.uuid().nullable() }, 'data.letterId: anyOf was not there'],
    [
      'a list gets shorter',
      { ...shape, stamps: shape.stamps.max(3) },
      'data.stamps: maxItems was 5 and is 3',
    ],
    ['a field inside a list is gone', stamps({ fen: z.int() }), 'data.stamps[0].colour is gone'],
    [
      'a field inside a list is narrowed',
      stamps({ fen: z.int(), colour: z.enum(['RED']) }),
      'data.stamps[0].colour: enum',
    ],
    [
      'a field inside a list is new and required',
      stamps({ fen: z.int(), colour: z.enum(['RED', 'BLUE']), year: z.int() }),
      'data.stamps[0].year is new and required',
    ],
  ])('is broken when %s', (_case, changed, message) => {
    const broken = breakingChanges(published, schemasOf(changed));
    expect(broken.join('\n')).toContain(message);
    expect(broken.every((line) => line.startsWith('post-office.LetterSent.v1: '))).toBe(true);
  });

  it('is broken when it travels elsewhere', () => {
    const moved = breakingChanges(published, schemasOf(shape, { ...LETTERS, aggregate: 'parcel' }));
    expect(moved.join('\n')).toMatch(/x-topic was "post-office.letter" and is "post-office.parcel"/);
  });

  it('stays defined for good', () => {
    expect(breakingChanges(published, new Map())).toEqual([
      expect.stringMatching(/^post-office.LetterSent.v1 is defined no more.*isRetired: true/),
    ]);
    expect(breakingChanges(published, schemasOf(shape, LETTERS, { isRetired: true }))).toEqual([]);
  });

  it.each<[string, Shape]>([
    ['nothing', shape],
    ['an optional field', { ...shape, to: z.uuid().optional() }],
    [
      'an optional field inside a list',
      stamps({ fen: z.int(), colour: z.enum(['RED', 'BLUE']), year: z.int().optional() }),
    ],
    ['a description', { ...shape, letterId: z.uuid().describe('Which letter.') }],
    ['another order of fields', Object.fromEntries(Object.entries(shape).reverse())],
  ])('may gain %s', (_case, changed) => {
    expect(breakingChanges(published, schemasOf(changed))).toEqual([]);
  });

  it('has its successor beside it', () => {
    const both = new Map([...published, ...schemasOf(without('kind'), LETTERS, { version: 2 })]);
    expect(breakingChanges(published, both)).toEqual([]);
  });
});
