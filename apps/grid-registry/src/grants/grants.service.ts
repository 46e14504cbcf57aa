import { Access, GrantDirectory, isHeldAt, Role } from '@lianxin/access';
import type { Actor, SqlParameters } from '@lianxin/access';
import { GrantGiven, GrantRevoked } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DepartmentsService } from '../departments/departments.service.js';
import { GridsService } from '../grids/grids.service.js';
import { AccessGrant } from './grant.entity.js';
import {
  DepartmentRequiredError,
  DepartmentElsewhereError,
  GrantBackdatedError,
  GrantLevelError,
  GrantToOneselfError,
} from './grant.errors.js';
import type { GiveGrantInput, RevokeGrantInput } from './grant.inputs.js';
import { findGrantsIn, findGrantsOf } from './grants.queries.js';
import type { GrantsPage } from './grants.queries.js';

const READABLE = { action: 'read', subject: 'Grant', columns: { areaCode: 'g.area_code' } };

/** Gives and takes back posts. Both hold everywhere within a minute. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly access: Access,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly directory: GrantDirectory,
    private readonly grids: GridsService,
    private readonly departments: DepartmentsService,
  ) {}

  async giveGrant(tx: EntityManager, actor: Actor, id: string, input: GiveGrantInput): Promise<AccessGrant> {
    const subject = checkUuid(input.subject, 'subject');
    await this.grids.getPlace(tx, input.areaCode);
    const acting = this.access.require(actor, 'give', 'Grant', {
      role: input.role,
      areaCode: input.areaCode,
    });
    if (subject === actor.subject) throw new GrantToOneselfError();
    checkLevel(input.role, input.areaCode);
    const departmentId = await this.departmentOf(tx, input);
    const now = this.clock.now();
    const validFrom = input.validFrom ?? now;
    if (validFrom < now) throw new GrantBackdatedError();
    const terms = { id, subject, role: input.role, areaCode: input.areaCode, departmentId, validFrom };
    const grant = AccessGrant.give({
      ...terms,
      validUntil: input.validUntil ?? null,
      givenBy: actor.subject,
    });
    await tx.insert(AccessGrant, grant);
    await this.journal.record(tx, actor, {
      event: GrantGiven,
      aggregateId: id,
      areaCode: grant.areaCode,
      grant: acting,
      isFirst: true,
      data: {
        grantId: id,
        subject,
        role: grant.role,
        areaCode: grant.areaCode,
        departmentId,
        validFrom: validFrom.toISOString(),
        validUntil: grant.validUntil?.toISOString() ?? null,
      },
    });
    this.directory.forget(subject);
    return grant;
  }

  async revokeGrant(tx: EntityManager, actor: Actor, input: RevokeGrantInput): Promise<AccessGrant> {
    const grant = await this.getGrant(tx, actor, input.grantId);
    const acting = this.access.require(actor, 'revoke', 'Grant', grant);
    const at = this.clock.now();
    grant.revoke(actor.subject, at);
    await tx.update(AccessGrant, { id: grant.id }, { revokedAt: at, revokedBy: actor.subject });
    await this.journal.record(tx, actor, {
      event: GrantRevoked,
      aggregateId: grant.id,
      areaCode: grant.areaCode,
      grant: acting,
      data: { grantId: grant.id, subject: grant.subject, revokedAt: at.toISOString() },
    });
    this.directory.forget(grant.subject);
    return grant;
  }

  findGrantsOf(tx: EntityManager, subject: string): Promise<AccessGrant[]> {
    return findGrantsOf(tx, subject, this.clock.now());
  }

  /** @throws UnknownAreaError, RecodedAreaError, MalformedAreaCodeError, UnknownGridError */
  async findGrantsIn(tx: EntityManager, actor: Actor, page: Omit<GrantsPage, 'now'>): Promise<AccessGrant[]> {
    await this.grids.getPlace(tx, page.areaCode);
    const readable = (parameters: SqlParameters): string => this.access.filter(actor, READABLE, parameters);
    return findGrantsIn(tx, readable, { ...page, now: this.clock.now() });
  }

  /** Locks the grant's row for the rest of the transaction. @throws NotFoundError also for what one may not see */
  async getGrant(tx: EntityManager, actor: Actor, id: string): Promise<AccessGrant> {
    const where = { id: checkUuid(id, 'grantId') };
    const grant = await tx.findOne(AccessGrant, { where, lock: { mode: 'pessimistic_write' } });
    if (!grant || !this.access.findGrant(actor, 'read', 'Grant', grant)) throw new NotFoundError('Grant', id);
    return grant;
  }

  private async departmentOf(tx: EntityManager, input: GiveGrantInput): Promise<string | null> {
    const needsDepartment = input.role === Role.DEPARTMENT_OFFICER;
    if (needsDepartment !== (typeof input.departmentId === 'string')) throw new DepartmentRequiredError();
    if (typeof input.departmentId !== 'string') return null;
    const department = await this.departments.getDepartment(tx, input.departmentId);
    if (department.areaCode !== input.areaCode) throw new DepartmentElsewhereError(department.areaCode);
    return department.id;
  }
}

/** A post belongs to a level: nobody is a grid worker of a whole county. */
function checkLevel(role: Role, areaCode: string): void {
  if (!isHeldAt(role, areaCode)) throw new GrantLevelError(role, areaCode);
}
