import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EVENTS } from './catalogue.js';
import { defineEvent } from './event.js';

const part = z.object({ points: z.int(), note: z.enum(['A', 'B']).optional() });
const Nested = defineEvent({ service: 'journal', aggregate: 'thing' }, 'NestedThingHappened', {
  part,
  maybe: part.nullable(),
  list: z.array(part).max(2),
  pair: z.tuple([z.int(), part]),
  byCode: z.record(z.string(), part),
  either: z.union([part, z.string()]).optional(),
});

const known = { points: 1 };
const later = { points: 1, agreedOnLater: { deep: true } };
const payload = (inner: object) => ({
  part: inner,
  maybe: inner,
  list: [inner],
  pair: [1, inner],
  byCode: { a: inner },
  either: inner,
});

describe('a field that an event did not have when its reader was built', () => {
  it('is dropped by the reader at every depth', () => {
    expect(Nested.readSchema.parse({ ...payload(later), agreedOnLater: 1 })).toEqual(payload(known));
  });

  it.each(Object.keys(payload(known)))('is refused from the writer, inside %s as well', (place) => {
    const written = { ...payload(known), [place]: (payload(later) as Record<string, unknown>)[place] };
    expect(Nested.schema.safeParse(payload(known)).success).toBe(true);
    expect(Nested.schema.safeParse(written).success).toBe(false);
  });

  it('changes nothing else of what a reader asks for', () => {
    expect(Nested.readSchema.safeParse({ ...payload(known), part: {} }).success).toBe(false);
    expect(Nested.readSchema.safeParse({ ...payload(known), list: [known, known, known] }).success).toBe(
      false,
    );
    expect(Nested.readSchema.safeParse(payload({ points: 1, note: 'C' })).success).toBe(false);
  });

  it.each([...EVENTS.values()].filter(({ isRetired }) => !isRetired))(
    'is no obstacle to reading $type',
    ({ schema, readSchema }) => {
      const faults = (found: z.ZodSafeParseResult<unknown>) =>
        found.error?.issues.map(({ code }) => code) ?? [];
      expect(faults(schema.safeParse({ agreedOnLater: 1 }))).toContain('unrecognized_keys');
      expect(faults(readSchema.safeParse({ agreedOnLater: 1 }))).not.toContain('unrecognized_keys');
      expect(faults(readSchema.safeParse({ agreedOnLater: 1 }))).not.toHaveLength(0);
    },
  );

  it('cannot hide in a schema that is no plain data', () => {
    const shape = { at: z.string().transform(Number) };
    expect(() => defineEvent({ service: 'journal', aggregate: 'thing' }, 'OddThing', shape)).toThrow(
      /plain data/,
    );
  });
});
