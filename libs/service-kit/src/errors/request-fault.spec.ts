import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse, validate } from 'graphql';
import { describeRequestFault } from './request-fault.js';

const TYPED = '王大爷家门前的路灯; Value "路灯" at "地址"; 坏了';
const schema = buildSchema(`
  enum Kind { GENERAL }
  input Inner { count: Int! }
  input Report { text: String, kind: Kind, inner: [Inner!] }
  type Query { report(input: Report, kind: Kind, text: String): String }`);

/** What GraphQL itself says of a request. */
function faultOf(query: string, variables: Record<string, unknown> = {}): string {
  try {
    const document = parse(query);
    const [invalid] = validate(schema, document);
    if (invalid) return invalid.message;
    const result = execute({ schema, document, variableValues: variables });
    return 'errors' in result ? (result.errors?.[0]?.message ?? '') : '';
  } catch (error) {
    return (error as Error).message;
  }
}
const WITH_INPUT = 'query ($input: Report) { report(input: $input) }';

describe('a fault of a request', () => {
  it.each([
    [
      { text: TYPED, kind: TYPED },
      'Variable "$input" got an invalid value at "input.kind": the value does not exist in "Kind" enum.',
    ],
    [
      { text: TYPED, kind: 'GENERL' },
      'Variable "$input" got an invalid value at "input.kind": the value does not exist in "Kind" enum.',
    ],
    [{ text: { said: TYPED } }, 'Variable "$input" got an invalid value at "input.text".'],
    [
      { text: TYPED, nothing: 1 },
      'Variable "$input" got an invalid value: Field "nothing" is not defined by type "Report".',
    ],
    [{ text: TYPED, [TYPED]: 1 }, 'Variable "$input" got an invalid value.'],
    [
      { inner: [{}] },
      'Variable "$input" got an invalid value at "input.inner[0]": Field "count" of required type "Int!" was not provided.',
    ],
    [{ inner: [{ count: TYPED }] }, 'Variable "$input" got an invalid value at "input.inner[0].count".'],
    [TYPED, 'Variable "$input" got an invalid value: Expected type "Report" to be an object.'],
  ])('in the variables %j is told by place and reason alone', (input, told) => {
    const message = faultOf(WITH_INPUT, { input });
    expect(message).toContain('got invalid value');
    expect(describeRequestFault(message)).toBe(told);
  });

  it.each([
    [`{ report(kind: "${TYPED.replaceAll('"', '')}") }`, 'Enum "Kind" cannot represent non-enum value.'],
    [`{ report(text: {said: 1}) }`, 'String cannot represent a non string value.'],
    ['{ report(kind: GENERL) }', 'The value does not exist in "Kind" enum.'],
    ['{ reprt }', 'Cannot query field "reprt" on type "Query".'],
    ['{ report(text: "a" "王大爷") }', 'Syntax Error: Expected Name.'],
  ])('in the document %s is told without its values and without a hint', (query, told) => {
    expect(describeRequestFault(faultOf(query))).toBe(told);
  });

  it('of no kind foreseen here still tells nothing that was given', () => {
    const message = `Variable "$input" got invalid value "${TYPED}"; Some new reason about ${TYPED}`;
    expect(describeRequestFault(message)).toBe('Variable "$input" got an invalid value.');
  });
});
