/** What an oracle can find wrong. Each names one thing that is not as it should be. */
export type FindingKind = 'lost' | 'doubled' | 'disordered' | 'projection';

export interface Finding {
  readonly kind: FindingKind;
  /** What is wrong, by ids alone. */
  readonly what: string;
}

export const finding = (kind: FindingKind, what: string): Finding => ({ kind, what });

export const countOf = (findings: readonly Finding[], kind: FindingKind): number =>
  findings.filter((each) => each.kind === kind).length;

/** The items by a key, in their order. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
