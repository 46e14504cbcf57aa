import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, envelopeSchema, EVENTS, GRID_EVENT_STATES, GridEventReported } from './index.js';

const definitions = [...EVENTS.values()];
/** Those that are still written. */
const current = definitions.filter(({ isRetired }) => !isRetired);

/** Text that is neither personal nor free: names of areas are public, the rest are words of this platform. */
const OPEN_TEXT = [
  'AreaChanged.name',
  'AreasImported.rows.2',
  'DepartmentDefined.code',
  'DepartmentDefined.duties',
  'GrantGiven.role',
  'PolicyOverridden.policyKey',
];

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
}

/** Where a payload has room for any text. */
function openTextIn(schema: JsonSchema, path: string): string[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).map(([name, each]) => openTextIn(each, `${path}.${name}`)),
    ...(schema.prefixItems ?? []).map((each, index) => openTextIn(each, `${path}.${index}`)),
    ...(schema.anyOf ?? []).map((each) => openTextIn(each, path)),
    ...(schema.items ? [openTextIn(schema.items, path)] : []),
  ].flat();
  const isOpen = schema.type === 'string' && !schema.pattern && !schema.format && !schema.enum;
  return isOpen ? [path, ...inner] : inner;
}

describe('the events of the platform', () => {
  it('are all there, each under its own type', () => {
    expect(definitions.length).toBeGreaterThan(20);
    for (const [type, definition] of EVENTS) expect(definition.type).toBe(type);
    expect(new Set(current.map(({ name, service }) => `${service} ${name}`)).size).toBe(current.length);
  });

  it.each(definitions)(
    '$name names its service, topic and version in one way',
    ({ name, type, service, aggregate, topic }) => {
      expect(type).toMatch(new RegExp(`^${service}\\.${name}\\.v[1-9]\\d*$`));
      expect(topic).toBe(`${service}.${aggregate}`);
      expect(topic).toMatch(/^[a-z-]+\.[a-z-]+$/);
      expect(name).toMatch(/^([A-Z][a-z0-9]+)+$/);
      expect(envelopeSchema.shape.type.safeParse(type).success).toBe(true);
    },
  );

  it.each(current)('$name takes no field that nobody agreed on', ({ schema }) => {
    const codes = schema.safeParse({ nobodyAgreedOnThis: 1 }).error?.issues.map(({ code }) => code);
    expect(codes).toContain('unrecognized_keys');
  });

  it('have no room for free text', () => {
    const open = definitions.flatMap(({ name, schema }) =>
      openTextIn(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, name),
    );
    expect([...new Set(open)].sort()).toEqual(OPEN_TEXT);
  });

  it('of one grid event all tell where it stands before and after', () => {
    const steps = current.filter(({ aggregate }) => aggregate === 'grid-event');
    const keys = Object.keys((GridEventReported.schema as unknown as z.ZodObject).shape);
    for (const { name, schema } of steps) {
      expect([name, Object.keys((schema as unknown as z.ZodObject).shape)]).toEqual([
        name,
        expect.arrayContaining(keys),
      ]);
    }
    expect(new Set(GRID_EVENT_STATES).size).toBe(GRID_EVENT_STATES.length);
  });

  it.each(definitions)('$name says what happened, with the Chinese term', ({ description }) => {
    expect(description).toMatch(/^[A-Z].*[\u4e00-\u9fff].*\.$/);
  });

  it('stay readable when nobody writes them any more', () => {
    const past = defineEvent(
      { service: 'journal', aggregate: 'thing' },
      'ThingMoved',
      { id: z.uuid() },
      { isRetired: true },
    );
    const data = { id: crypto.randomUUID() };
    expect([past.schema.safeParse(data).success, past.readSchema.safeParse(data).success]).toEqual([
      false,
      true,
    ]);
  });

  it('are declared with strict payloads and a version of their own', () => {
    const later = defineEvent(
      { service: 'journal', aggregate: 'thing' },
      'ThingChanged',
      { id: z.uuid() },
      { version: 2 },
    );
    expect(later).toMatchObject({ type: 'journal.ThingChanged.v2', topic: 'journal.thing' });
    expect(later.schema.safeParse({ id: crypto.randomUUID(), name: '王大爷' }).success).toBe(false);
  });
});
