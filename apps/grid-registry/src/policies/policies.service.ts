import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PolicyOverridden } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkOverride, PolicyBook } from '@lianxin/policy';
import type { PolicyOverride } from '@lianxin/policy';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreasService } from '../areas/areas.service.js';
import type { OverridePolicyInput } from './policy.inputs.js';

/** Overrides hold from the next day at the earliest, so that a process may read them late by this much. */
const REFRESH_MS = 30_000;

const COLUMNS = `policy_key AS "policyKey", area_code AS "areaCode", value, effective_from::text AS "effectiveFrom", id AS "overrideId"`;
const INSERT = `INSERT INTO policy_override (id, policy_key, area_code, value, effective_from, overridden_by) VALUES ($1, $2, $3, $4, $5, $6)`;

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
    await tx.query(INSERT, [id, policyKey, area.code, JSON.stringify(value), effectiveFrom, actor.subject]);
    const data = { overrideId: id, policyKey, areaCode: area.code, value, effectiveFrom };
    await this.journal.record(tx, actor, {
      event: PolicyOverridden,
      aggregateId: id,
      areaCode: area.code,
      grant,
      data,
      isFirst: true,
    });
    return { overrideId: id, ...asked, value };
  }

  async getOverride(tx: EntityManager, id: string): Promise<PolicyOverride> {
    const [row] = await tx.query<PolicyOverride[]>(`SELECT ${COLUMNS} FROM policy_override WHERE id = $1`, [
      id,
    ]);
    if (!row) throw new Error(`Policy override ${id} was claimed but is not there.`);
    return row;
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
