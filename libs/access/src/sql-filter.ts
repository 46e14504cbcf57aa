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

/** @throws Error for a field that the query did not map: a rule must never be left out of a list. */
export function conditionsToSql(
  conditions: Conditions,
  columns: Readonly<Record<string, string>>,
  parameters: SqlParameters,
): string {
  const parts = Object.entries(conditions).map(([field, comparison]) => {
    const column = columns[field];
    if (!column) throw new Error(`No column is mapped for the rule's field ${field}.`);
    return comparisonToSql(column, comparison, parameters);
  });
  return parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`;
}

function comparisonToSql(column: string, comparison: Comparison, parameters: SqlParameters): string {
  if (typeof comparison === 'string') return `${column} = ${parameters.add(comparison)}`;
  if ('$in' in comparison) return `${column} = ANY(${parameters.add(comparison.$in)})`;
  return `(${column} >= ${parameters.add(comparison.$gte)} AND ${column} < ${parameters.add(comparison.$lt)})`;
}
