import type { Comparison, Conditions } from './access-rules.js';

/** Collects the parameters of one statement; `add` answers the placeholder. Equal values share one. */
export class SqlParameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    const known = this.values.indexOf(value);
    if (known >= 0) return `$${known + 1}`;
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The SQL expression of a field that rules compare; of a list also how to find the rows whose list holds a value, by an index. */
export type Column = string | { readonly list: string; readonly holding: (value: string) => string };

/** @throws Error for a field that the query did not map: a rule must never be left out of a list. */
export function conditionsToSql(
  conditions: Conditions,
  columns: Readonly<Record<string, Column>>,
  parameters: SqlParameters,
): string {
  const parts = Object.entries(conditions).map(([field, comparison]) => {
    const column = columns[field];
    if (!column) throw new Error(`No column is mapped for the rule's field ${field}.`);
    return comparisonToSql(column, comparison, parameters);
  });
  return parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`;
}

function comparisonToSql(column: Column, comparison: Comparison, parameters: SqlParameters): string {
  if (typeof column !== 'string') return listToSql(column, comparison, parameters);
  if (typeof comparison === 'string') return `${column} = ${parameters.add(comparison)}`;
  if ('$in' in comparison) return `${column} = ANY(${parameters.add(comparison.$in)})`;
  if ('$gte' in comparison)
    return `(${column} >= ${parameters.add(comparison.$gte)} AND ${column} < ${parameters.add(comparison.$lt)})`;
  throw new Error(`${column} is no list.`);
}

function listToSql(
  { list, holding }: Exclude<Column, string>,
  comparison: Comparison,
  parameters: SqlParameters,
): string {
  if (typeof comparison === 'object' && '$nin' in comparison)
    return `NOT ${list} && ${parameters.add(comparison.$nin)}`;
  if (typeof comparison === 'object' && '$all' in comparison)
    return `(${comparison.$all.map((value) => holding(parameters.add(value))).join(' AND ')})`;
  throw new Error(`${list} is a list.`);
}
