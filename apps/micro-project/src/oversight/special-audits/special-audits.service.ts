import { Access, SqlParameters } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { SpecialAuditDrawn, SpecialAuditReported } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { isDay, shanghaiDay } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { checkUuid, Clock, digestOfPopulation, draw, newSeed, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditorInvolvedError } from '../../audits/audit.errors.js';
import { RequiredDocuments } from '../../documents/required-documents.js';
import { isInvolved } from '../../projects/involved.js';
import { Words } from '../../words/words.js';
import { checkOpenYear } from '../oversight.errors.js';
import type {
  DrawSpecialAuditInput,
  ReportSpecialAuditInput,
  SpecialAuditModel,
} from './special-audit.model.js';
import {
  AuditFindingsError,
  AuditOpenError,
  AuditPopulationTooLargeError,
  AuditReportDayError,
  AuditReportedError,
  AuditSizeError,
  AuditVillagesError,
} from './special-audit.errors.js';
import {
  drawnFor,
  findAudit,
  findAudits,
  insertAudit,
  LARGEST_POPULATION,
  populationOf,
  storeReport,
} from './special-audits.queries.js';
import type { AuditReport } from './special-audits.queries.js';

const SUBJECT = 'SpecialAudit';
const MAX_VILLAGES = 500;

const viewOf = ({ areaCode, reportedAt }: SpecialAuditModel) => ({
  areaCode,
  isReported: reportedAt === null ? 'NO' : 'YES',
});

const READABLE = {
  action: 'read',
  subject: SUBJECT,
  columns: {
    areaCode: 'a.area_code',
    isReported: `(CASE WHEN a.reported_at IS NULL THEN 'NO' ELSE 'YES' END)`,
  },
};

/** S0-25: projects to be audited are drawn so that anybody with the same records can draw them again. */
@Injectable()
export class SpecialAuditsService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly documents: RequiredDocuments,
    private readonly journal: Journal,
    private readonly policies: PolicyReplica,
    private readonly words: Words,
  ) {}

  /** @throws YearNotOpenError, AuditOpenError, AuditSizeError, AuditPopulationTooLargeError */
  async drawSpecialAudit(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: DrawSpecialAuditInput,
  ): Promise<SpecialAuditModel> {
    const { id: areaId, code: areaCode } = await this.areas.getByCode(tx, input.areaCode);
    const grant = this.access.require(actor, 'draw', SUBJECT, { areaCode });
    const at = this.clock.now();
    const year = checkOpenYear(input.year, at);
    const size = await this.checkedSize(areaCode, input.size, at);
    const population = await populationOf(tx, areaCode, year);
    if (population.length > LARGEST_POPULATION) throw new AuditPopulationTooLargeError(LARGEST_POPULATION);
    const seed = newSeed();
    const projectIds = draw(population, seed, size);
    const counted = { populationCount: population.length, populationDigest: digestOfPopulation(population) };
    const audit: SpecialAuditModel = {
      ...{ id, areaCode, year, seed, size, ...counted, drawnRole: grant.role, drawnAt: at },
      ...{ villageCodes: null, documentId: null, reportedOn: null, reportedAt: null },
    };
    if (!(await insertAudit(tx, { ...audit, areaId }, projectIds))) throw new AuditOpenError();
    await this.journal.record(tx, actor, {
      ...{ event: SpecialAuditDrawn, aggregateId: id, areaCode, grant },
      data: { areaCode, year, seed, ...counted, projectIds, at: at.toISOString() },
      isFirst: true,
    });
    return audit;
  }

  /** @throws AuditReportedError, AuditorInvolvedError, AuditFindingsError, AuditVillagesError, AuditReportDayError, DocumentUnfitError, PersonalNumberError */
  async reportSpecialAudit(
    tx: EntityManager,
    actor: Actor,
    input: ReportSpecialAuditInput,
  ): Promise<SpecialAuditModel> {
    const audit = await this.getAudit(tx, actor, input.auditId, 'FOR UPDATE');
    const { id, areaCode, year } = audit;
    const grant = this.access.require(actor, 'report', SUBJECT, { areaCode });
    if (audit.reportedAt !== null) throw new AuditReportedError();
    await this.assertUninvolved(tx, actor, id);
    const report = await this.checkedReport(tx, audit, input, grant);
    await storeReport(tx, id, report);
    const { villageCodes, documentId, reportedOn, reportedAt } = report;
    const data = { areaCode, year, villageCodes, documentId, reportedOn, at: reportedAt.toISOString() };
    await this.journal.record(tx, actor, {
      ...{ event: SpecialAuditReported, aggregateId: id, areaCode, grant },
      data: { ...data, villageCodes: [...villageCodes] },
    });
    return { ...audit, villageCodes: [...villageCodes], documentId, reportedOn, reportedAt };
  }

  /** @throws NotFoundError also for what one may not see */
  async getAudit(
    tx: EntityManager,
    actor: Actor,
    id: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<SpecialAuditModel> {
    const audit = await findAudit(tx, checkUuid(id, 'id'), lock);
    if (!audit || !this.access.findGrant(actor, 'read', SUBJECT, viewOf(audit)))
      throw new NotFoundError(SUBJECT, id);
    return audit;
  }

  async specialAudits(tx: EntityManager, actor: Actor, areaCode: string): Promise<SpecialAuditModel[]> {
    const { code } = await this.areas.getByCode(tx, areaCode);
    const parameters = new SqlParameters();
    return findAudits(tx, code, { parameters, readable: this.access.filter(actor, READABLE, parameters) });
  }

  /** Of none of the projects drawn. @throws AuditorInvolvedError */
  private async assertUninvolved(tx: EntityManager, { subject }: Actor, auditId: string): Promise<void> {
    const [drawn = []] = await drawnFor(tx, [auditId]);
    const projectIds = drawn.map(({ projectId }) => projectId);
    if (await isInvolved(tx, subject, projectIds)) throw new AuditorInvolvedError();
  }

  private async checkedReport(
    tx: EntityManager,
    { id, areaCode, drawnAt }: SpecialAuditModel,
    input: ReportSpecialAuditInput,
    { role }: Grant,
  ): Promise<AuditReport> {
    const at = this.clock.now();
    const { reportedOn } = input;
    if (!isDay(reportedOn) || reportedOn < shanghaiDay(drawnAt) || reportedOn > shanghaiDay(at))
      throw new AuditReportDayError();
    const villageCodes = await this.checkedVillages(tx, areaCode, input.villageCodes);
    const findings = await this.checkedFindings(tx, id, input);
    const paper = { id: input.documentId, purpose: 'AUDIT', projectId: null, areaCode } as const;
    const { id: documentId } = await this.documents.require(tx, paper);
    return { villageCodes, documentId, reportedOn, reportedRole: role, reportedAt: at, findings };
  }

  private async checkedVillages(
    tx: EntityManager,
    areaCode: string,
    codes: readonly string[],
  ): Promise<string[]> {
    const isCounted =
      codes.length > 0 && codes.length <= MAX_VILLAGES && new Set(codes).size === codes.length;
    if (!isCounted) throw new AuditVillagesError(MAX_VILLAGES);
    const known = await this.areas.findByAnyCodes(tx, codes);
    const isVillageHere = (code: string): boolean => {
      const area = known.get(code);
      return area?.level === 'VILLAGE' && area.code === code && code.startsWith(areaCode);
    };
    if (!codes.every(isVillageHere)) throw new AuditVillagesError(MAX_VILLAGES);
    return [...codes];
  }

  private async checkedFindings(
    tx: EntityManager,
    auditId: string,
    input: ReportSpecialAuditInput,
  ): Promise<{ projectId: string; finding: string }[]> {
    const [drawn = []] = await drawnFor(tx, [auditId]);
    const asked = input.findings.map(({ projectId }) => checkUuid(projectId, 'findings'));
    const isWhole =
      asked.length === drawn.length && drawn.every(({ projectId }) => asked.includes(projectId));
    if (!isWhole) throw new AuditFindingsError();
    const findings: { projectId: string; finding: string }[] = [];
    for (const { projectId, finding } of input.findings)
      findings.push({
        projectId: checkUuid(projectId, 'findings'),
        finding: await this.words.published(finding, 'finding', 'micro-project.finding-characters'),
      });
    return findings;
  }

  private async checkedSize(areaCode: string, size: number, on: Date): Promise<number> {
    const book = await this.policies.book();
    const { value: largest } = book.valueAt('micro-project.special-audit-size', { areaCode, on });
    if (size < 1 || size > largest) throw new AuditSizeError(largest);
    return size;
  }
}
