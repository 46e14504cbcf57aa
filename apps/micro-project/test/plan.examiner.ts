import type { EntityManager } from 'typeorm';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** Stands in for a transaction: how PostgreSQL carried its statements out, instead of their rows. */
export class Examiner {
  readonly nodes: Plan[] = [];

  /** @param table whose rows are counted */
  constructor(
    private readonly tx: EntityManager,
    private readonly table: string,
  ) {}

  async query(statement: string, parameters: unknown[]): Promise<unknown[]> {
    const explain = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement}`;
    const [answer] = await this.tx.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(explain, parameters);
    if (answer) this.collect(answer['QUERY PLAN'][0].Plan);
    return [];
  }

  get indexes(): string[] {
    return [...new Set(this.nodes.flatMap((node) => node['Index Name'] ?? []))];
  }

  /** Rows of the table that were looked at, shown or not. */
  get visited(): number {
    const onTable = this.nodes.filter((node) => node['Relation Name'] === this.table);
    const removed = (node: Plan): number =>
      (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    return onTable.reduce(
      (sum, node) => sum + node['Actual Loops'] * (node['Actual Rows'] + removed(node)),
      0,
    );
  }

  private collect(plan: Plan): void {
    this.nodes.push(plan);
    for (const inner of plan.Plans ?? []) this.collect(inner);
  }
}
