import { beforeAll, describe, expect, it } from '@jest/globals';
import { Parser, type Diagnostic, type ParseOutput } from '@asyncapi/parser';
import { EVENTS, GridDefined } from '@lianxin/contracts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { asyncApiOf } from './async-api.js';
import { breakingChanges } from './compatibility/compatibility.js';
import { contractFiles } from './contract-files.js';
import { asyncApiFile } from './places.js';
import { publishedInFolder } from './compatibility/published-files.js';
import { publishedSchemaOf } from './schemas/published-schema.js';

const committed = (file: string): string => readFileSync(resolve(workspaceRoot, file), 'utf8');

describe('the published contracts', () => {
  let parsed: ParseOutput;
  beforeAll(async () => {
    parsed = await new Parser().parse(committed(asyncApiFile));
  });

  it('are those of the code', async () => {
    for (const { file, content } of await contractFiles())
      expect([file, committed(file)]).toEqual([file, content]);
  });

  it('hold every event ever published, unbroken', () => {
    const current = new Map([...EVENTS].map(([type, event]) => [type, publishedSchemaOf(event)]));
    expect(publishedInFolder().size).toBe(EVENTS.size);
    expect(breakingChanges(publishedInFolder(), current)).toEqual([]);
  });

  it('are an AsyncAPI 3 document without a fault', () => {
    const { document, diagnostics } = parsed;
    expect(faultsIn(diagnostics)).toEqual([]);
    expect(document?.version()).toBe('3.0.0');
    const names = document
      ?.messages()
      .all()
      .map((message) => message.name());
    expect([...new Set(names)].sort()).toEqual([...EVENTS.keys()].sort());
  });

  it('name who sends and who receives each event', () => {
    const operations = parsed.document?.operations().all() ?? [];
    const channelsOf = (action: string) =>
      operations
        .filter((operation) => operation.action() === action)
        .flatMap((operation) => operation.channels().all());
    const topics = [...new Set([...EVENTS.values()].map(({ topic }) => topic))].sort();
    expect(
      channelsOf('send')
        .map((channel) => channel.address())
        .sort(),
    ).toEqual(topics);
    expect(new Set(channelsOf('receive').map((channel) => channel.address()))).toEqual(new Set(topics));
  });

  it.each([
    ['a type that JSON Schema does not know', '"type":"integer"', '"type":"whole"'],
    ['a reference that leads nowhere', '#/components/schemas/envelope', '#/components/schemas/nothing'],
    ['a word that AsyncAPI does not know', '"action":"send"', '"action":"tell"'],
  ])('would not get past the parser with %s', async (_case, right, wrong) => {
    const small = JSON.stringify(asyncApiOf([GridDefined], [], '1.0.0'));
    const planted = small.replace(right, wrong);
    expect(planted).not.toBe(small);
    const { diagnostics } = await new Parser().parse(planted);
    expect(faultsIn(diagnostics)).not.toEqual([]);
  });
});

/** 3.0.0 is what the tools around AsyncAPI read; that there is a later one is no fault. */
function faultsIn(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ code }) => code !== 'asyncapi-latest-version')
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}
