import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { ProjectRegisterExported } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { Clock, CursorSigner } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectsReader } from '../../project-views/projects.reader.js';
import { checkPeriod } from './register-period.js';
import type { ExportProjectRegisterInput } from './register.model.js';
import { findMoneyRows, findRegisterRows } from './register.queries.js';
import type { MoneyRow, RegisterQuestion, RegisterRow } from './register.queries.js';

export interface RegisterPart {
  readonly exportId: string;
  readonly rows: readonly RegisterRow[];
  readonly money: readonly MoneyRow[];
  readonly endCursor: string | null;
  readonly at: Date;
}

const CURSOR = 'micro-project-register';

/** The register of projects (微小事台账): exactly what the caller may read, taken out in parts, and each part recorded. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly reader: ProjectsReader,
  ) {}

  /** @throws PeriodMalformedError, UnknownAreaError, ForbiddenError */
  async exportProjectRegister(
    tx: EntityManager,
    actor: Actor,
    exportId: string,
    input: ExportProjectRegisterInput,
  ): Promise<RegisterPart> {
    const period = checkPeriod(input);
    const { code: areaCode } = await this.areas.getByCode(tx, input.areaCode);
    const grant = this.access.require(actor, 'export', 'MicroProjectRegister', { areaCode });
    const question = { areaCode, period };
    const { rows, endCursor } = await this.rowsOf(tx, actor, question, input.after);
    const money = await findMoneyRows(tx, question, this.reader.readable(actor));
    const at = this.clock.now();
    await this.record(tx, actor, { exportId, grant, input, rowCount: rows.length, at });
    return { exportId, rows, money, endCursor, at };
  }

  private async rowsOf(
    tx: EntityManager,
    actor: Actor,
    question: RegisterQuestion,
    after: string | null | undefined,
  ): Promise<{ rows: RegisterRow[]; endCursor: string | null }> {
    const book = await this.policies.book();
    const asked = { areaCode: question.areaCode, on: this.clock.now() };
    const first = book.valueAt('micro-project.register-rows', asked).value;
    const page = { first, after: this.cursors.verify(CURSOR, after) };
    const found = await findRegisterRows(tx, question, page, this.reader.readable(actor));
    const rows = found.slice(0, first);
    const last = found.length > first ? rows.at(-1)?.project : undefined;
    const endCursor = last ? this.cursors.sign(CURSOR, [last.proposedAt.toISOString(), last.id]) : null;
    return { rows, endCursor };
  }

  private async record(tx: EntityManager, actor: Actor, taken: Taken): Promise<void> {
    const { exportId, grant, input, rowCount, at } = taken;
    const { areaCode, from, to, purpose } = input;
    const isContinuation = typeof input.after === 'string';
    await this.journal.record(tx, actor, {
      ...{ event: ProjectRegisterExported, aggregateId: exportId, areaCode, grant, isFirst: true },
      data: { areaCode, from, to, purpose, rowCount, isContinuation, at: at.toISOString() },
    });
  }
}

interface Taken {
  readonly exportId: string;
  readonly grant: Grant;
  readonly input: ExportProjectRegisterInput;
  readonly rowCount: number;
  readonly at: Date;
}
