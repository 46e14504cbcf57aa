import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';

/** What row-level security knows of the caller: the second line behind the application's own rules. */
export interface RowLevelContext {
  /** The person, a UUID. */
  readonly subject: string;
  /** The subtrees granted, as a PostgreSQL `code_multirange` literal, e.g. `{[361104111,361104112)}`. */
  readonly areas: string;
  /** Ids of the departments the caller answers for. */
  readonly departments: readonly string[];
}

export interface Caller {
  readonly rowLevelContext: RowLevelContext;
}

export type Work<T> = (tx: EntityManager) => Promise<T>;

/** All of it is transaction-local: a pooled connection never carries a caller over. */
const SET_CONTEXT = `SELECT set_config('transaction_read_only', $1, true), set_config('app.subject', $2, true),
  set_config('app.areas', $3, true), set_config('app.departments', $4, true)`;

type Access = 'read' | 'write';

/** Opens the transactions. Only resolvers, event consumers and command-line entries call it. */
@Injectable()
export class Database {
  private readonly committed: (() => void)[] = [];

  constructor(readonly dataSource: DataSource) {}

  /** Calls `listener` after each committed write, outside the transaction. */
  afterCommit(listener: () => void): void {
    this.committed.push(listener);
  }

  /** Runs `work` in one transaction under the caller's row-level context. */
  async write<T>(caller: Caller, work: Work<T>): Promise<T> {
    const result = await this.dataSource.transaction(async (tx) => {
      await setContext(tx, caller.rowLevelContext, 'write');
      return work(tx);
    });
    for (const listener of this.committed) listener();
    return result;
  }

  /** Runs `work` in one read-only transaction under the caller's row-level context. */
  async read<T>(caller: Caller, work: Work<T>): Promise<T> {
    const scope = new ReadTransaction(this.dataSource, caller);
    try {
      return await scope.run(work);
    } finally {
      await scope.release();
    }
  }
}

/**
 * One read-only transaction, opened by the first reader and shared by all that follow. Readers take turns: a
 * PostgreSQL connection serves one statement at a time.
 */
export class ReadTransaction {
  private opened: Promise<EntityManager> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private isReleased = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly caller: Caller,
  ) {}

  run<T>(work: Work<T>): Promise<T> {
    const result = this.turn.then(async () => work(await this.transaction()));
    this.turn = result.catch(() => undefined);
    return result;
  }

  async release(): Promise<void> {
    this.isReleased = true;
    await this.turn;
    const runner = (await this.opened?.catch(() => undefined))?.queryRunner;
    if (!runner) return;
    try {
      await runner.commitTransaction();
    } finally {
      await runner.release();
    }
  }

  private transaction(): Promise<EntityManager> {
    if (this.isReleased) throw new Error('The read transaction of this request was already released.');
    return (this.opened ??= this.open());
  }

  private async open(): Promise<EntityManager> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await setContext(runner.manager, this.caller.rowLevelContext, 'read');
      return runner.manager;
    } catch (error) {
      await runner.release();
      throw error;
    }
  }
}

async function setContext(tx: EntityManager, context: RowLevelContext, access: Access): Promise<void> {
  const readOnly = access === 'read' ? 'on' : 'off';
  await tx.query(SET_CONTEXT, [
    readOnly,
    context.subject,
    context.areas,
    `{${context.departments.join(',')}}`,
  ]);
}
