import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { PolicyOverridden } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkOverride, checkSeededOverride, PolicyBook, shanghaiDay } from '@lianxin/policy';
import type { PolicyOverride } from '@lianxin/policy';
import { Clock, Database, ForbiddenError } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreasService } from '../areas/areas.service.js';
import type { OverridePolicyInput } from './policy.inputs.js';

/** Overrides hold from the next day at the earliest, so that a process may read them late by this much. */
const REFRESH_MS = 30_000;

const COLUMNS = `policy_key AS "policyKey", area_code AS "areaCode", value, effective_from::text AS "effectiveFrom", id AS "overrideId"`;
const INSERT = `INSERT INTO policy_override (id, policy_key, area_code, value, effective_from, overridden_by) VALUES ($1, $2, $3, $4, $5, $6)`;
const IS_KNOWN = `SELECT EXISTS (SELECT FROM policy_override WHERE policy_key = $1 AND area_code = $2) AS "isKnown"`;

/** The regulation values in force, and the one place where they are overridden. */
@Injectable()
export class PoliciesService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PoliciesService.name);
  private timer: NodeJS.Timeout | undefined;
  private current = new PolicyBook();

  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly areas: AreasService,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** To be read at once: values are looked up in memory, also inside a transaction. */
  get book(): PolicyBook {
    return this.current;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        this.logger.warn({ message: 'Policies not refreshed', error: String(error) }),
      );
    }, REFRESH_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async refresh(): Promise<void> {
    const overrides = await this.database.dataSource.query<PolicyOverride[]>(
      `SELECT ${COLUMNS} FROM policy_override`,
    );
    this.current = new PolicyBook(overrides);
  }

  async overridePolicy(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: OverridePolicyInput,
  ): Promise<PolicyOverride> {
    const area = await this.areas.getArea(tx, input.areaCode);
    const grant = this.access.require(actor, 'override', 'Policy', { areaCode: area.code });
    const { policyKey, effectiveFrom } = input;
    const asked = { policyKey, areaCode: area.code, value: parseJson(input.valueJson), effectiveFrom };
    const value = checkOverride(asked, { now: this.clock.now(), role: grant.role });
    return this.store(tx, actor, { override: { overrideId: id, ...asked, value }, grant });
  }

  /**
   * What the seed of a demonstration begins with: it holds from the day of the seed. People's overrides hold from the next day at the
   * earliest (checkOverride); nobody but the platform itself passes here, and no resolver calls it.
   * @returns null where the area has had a value of its own before
   * @throws ForbiddenError for everybody who is a person
   */
  async seedPolicy(
    tx: EntityManager,
    actor: Actor,
    override: Omit<PolicyOverride, 'effectiveFrom'>,
  ): Promise<PolicyOverride | null> {
    const [grant] = actor.grants;
    if (grant?.role !== Role.SYSTEM) throw new ForbiddenError('seed', 'Policy');
    const { policyKey } = override;
    const { code: areaCode } = await this.areas.getArea(tx, override.areaCode);
    const [{ isKnown } = { isKnown: false }] = await tx.query<{ isKnown: boolean }[]>(IS_KNOWN, [
      policyKey,
      areaCode,
    ]);
    if (isKnown) return null;
    const asked = { ...override, areaCode, effectiveFrom: shanghaiDay(this.clock.now()) };
    const value = checkSeededOverride(asked, this.clock.now());
    return this.store(tx, actor, { override: { ...asked, value }, grant });
  }

  async getOverride(tx: EntityManager, id: string): Promise<PolicyOverride> {
    const [row] = await tx.query<PolicyOverride[]>(`SELECT ${COLUMNS} FROM policy_override WHERE id = $1`, [
      id,
    ]);
    if (!row) throw new Error(`Policy override ${id} was claimed but is not there.`);
    return row;
  }

  private async store(
    tx: EntityManager,
    actor: Actor,
    { override, grant }: { override: PolicyOverride; grant: Grant },
  ): Promise<PolicyOverride> {
    const { overrideId, policyKey, areaCode, value, effectiveFrom } = override;
    await tx.query(INSERT, [
      overrideId,
      policyKey,
      areaCode,
      JSON.stringify(value),
      effectiveFrom,
      actor.subject,
    ]);
    await this.journal.record(tx, actor, {
      event: PolicyOverridden,
      aggregateId: overrideId,
      areaCode,
      grant,
      data: { overrideId, policyKey, areaCode, value, effectiveFrom },
      isFirst: true,
    });
    return override;
  }
}

/** What is no JSON is left for the policy's own shape to refuse. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
