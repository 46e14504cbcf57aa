import { Access } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { ProjectChecked } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { AreaReplica } from '@lianxin/replicas';
import {
  checkPageSize,
  checkUuid,
  Clock,
  CursorSigner,
  NotFoundError,
  toConnection,
} from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RequiredDocuments } from '../../documents/required-documents.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import { Words } from '../../words/words.js';
import { checkOpenYear, checkYear } from '../oversight.errors.js';
import type {
  CheckCoverageModel,
  CheckModel,
  ProjectChecksArgs,
  RecordProjectCheckInput,
} from './check.model.js';
import { coverageOf, findCheck, findChecks, insertCheck } from './checks.queries.js';

const CURSOR = 'project-checks';

/** S0-24, S0-27: the township checks every village and project each year; villages check themselves. */
@Injectable()
export class ChecksService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
    private readonly documents: RequiredDocuments,
    private readonly journal: Journal,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /** @throws YearNotOpenError, DocumentUnfitError, PersonalNumberError, NotFoundError for a project of another village */
  async recordProjectCheck(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: RecordProjectCheckInput,
  ): Promise<CheckModel> {
    const { kind, result } = input;
    const { id: villageId, code: villageCode } = await this.areas.getByCode(tx, input.villageCode);
    const grant = this.access.require(actor, 'record', 'ProjectCheck', { villageCode, kind });
    const at = this.clock.now();
    const year = checkOpenYear(input.year, at);
    const projectId = await this.projectIn(tx, actor, villageCode, input.projectId ?? null);
    const paper = { id: input.documentId, purpose: 'CHECK', projectId, areaCode: villageCode } as const;
    const { id: documentId } = await this.documents.require(tx, paper);
    const findings = await this.words.published(
      input.findings,
      'findings',
      'micro-project.finding-characters',
    );
    const told = { villageCode, projectId, year, kind, result };
    const check = { ...told, id, findings, documentId, checkedRole: grant.role, checkedAt: at };
    await insertCheck(tx, { ...check, villageId, checkedBy: actor.subject });
    await this.journal.record(tx, actor, {
      ...{ event: ProjectChecked, aggregateId: id, areaCode: villageCode, grant },
      data: { ...told, at: at.toISOString() },
      isFirst: true,
    });
    return check;
  }

  /** @throws NotFoundError also for what one may not see */
  async getCheck(tx: EntityManager, id: string): Promise<CheckModel> {
    const check = await findCheck(tx, checkUuid(id, 'id'));
    if (!check) throw new NotFoundError('ProjectCheck', id);
    return check;
  }

  async projectChecks(
    scope: LianxinContext['scope'],
    { areaCode, year, kind, first, after }: ProjectChecksArgs,
  ): Promise<Connection<CheckModel>> {
    const page = { year: checkYear(year), kind: kind ?? null, first: checkPageSize(first) };
    const seen = this.cursors.verify(CURSOR, after);
    const rows = await scope.read(async (tx) => {
      const { code } = await this.areas.getByCode(tx, areaCode);
      return findChecks(tx, { ...page, areaCode: code, after: seen });
    });
    const cursorOf = ({ checkedAt, id }: CheckModel): string =>
      this.cursors.sign(CURSOR, [checkedAt.toISOString(), id]);
    return toConnection(rows, { first, after, cursorOf, toNode: (check) => check });
  }

  /** For posts over the area, which see all its projects. @throws ForbiddenError */
  async checkCoverage(
    tx: EntityManager,
    actor: Actor,
    areaCode: string,
    year: number,
  ): Promise<CheckCoverageModel> {
    const { code } = await this.areas.getByCode(tx, areaCode);
    this.access.require(actor, 'read', 'MicroProjectStatistics', { areaCode: code });
    return coverageOf(tx, code, checkYear(year));
  }

  private async projectIn(
    tx: EntityManager,
    actor: Actor,
    villageCode: string,
    projectId: string | null,
  ): Promise<string | null> {
    if (projectId === null) return null;
    const project = await this.steps.get(tx, actor, projectId);
    if (project.villageCode !== villageCode) throw new NotFoundError('MicroProject', projectId);
    return project.id;
  }
}
