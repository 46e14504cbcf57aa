import { Access, subtreeOf } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { BodyMembersSet } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { isDay, nextDay, shanghaiDay } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DecidingBody } from '../decisions/meeting.js';
import { findBodiesIn, findBody, findBodyOn, insertBody } from './bodies.queries.js';
import type { Body, BodyOnDay } from './bodies.queries.js';
import { BodyBackdatedError, BodyLevelError, BodyMembersError, BodyUnknownError } from './body.errors.js';
import type { SetBodyMembersInput } from './body.model.js';

const MIN_MEMBERS = 3;
const MAX_MEMBERS = 50;
const LEVELS: Readonly<Record<DecidingBody, string>> = {
  VILLAGE_TWO_COMMITTEES: 'VILLAGE',
  TOWNSHIP_PARTY_COMMITTEE: 'TOWNSHIP',
  COUNTY_PARTY_COMMITTEE: 'COUNTY',
};

/** Who sits on the bodies that decide: a quorum is counted against it. */
@Injectable()
export class BodiesService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws BodyLevelError, BodyMembersError, BodyBackdatedError */
  async setBodyMembers(
    tx: EntityManager,
    actor: Actor,
    id: string,
    input: SetBodyMembersInput,
  ): Promise<Body> {
    const area = await this.areas.getByCode(tx, input.areaCode);
    const grant = this.access.require(actor, 'setMembers', 'DecidingBody', { areaCode: area.code });
    if (LEVELS[input.kind] !== area.level) throw new BodyLevelError(input.kind);
    const at = this.clock.now();
    const body: Body = {
      ...{ id, kind: input.kind, areaId: area.id, areaCode: area.code, setAt: at },
      validFrom: await this.checkedDay(tx, { ...input, areaCode: area.code }, at),
      memberIds: checkedMembers(input.memberIds),
    };
    await insertBody(tx, body);
    const { kind, areaCode, validFrom: from, memberIds } = body;
    await this.journal.record(tx, actor, {
      event: BodyMembersSet,
      aggregateId: id,
      areaCode,
      grant,
      data: { areaCode, body: kind, memberCount: memberIds.length, from, at: at.toISOString() },
      isFirst: true,
    });
    return body;
  }

  /** Its members on that day. @throws BodyUnknownError */
  async membersOn(tx: EntityManager, asked: BodyOnDay): Promise<readonly string[]> {
    const body = await findBodyOn(tx, asked);
    if (!body) throw new BodyUnknownError(asked.kind, asked.areaCode);
    return body.memberIds;
  }

  async findBodies(tx: EntityManager, actor: Actor, areaCode: string): Promise<Body[]> {
    const { code } = await this.areas.getByCode(tx, areaCode);
    this.access.require(actor, 'read', 'DecidingBody', { areaCode: code });
    return findBodiesIn(tx, subtreeOf(code), shanghaiDay(this.clock.now()));
  }

  /** As it was set. @throws NotFoundError also for what one may not see */
  async getBody(tx: EntityManager, actor: Actor, id: string): Promise<Body> {
    const body = await findBody(tx, id);
    if (!body || !this.access.findGrant(actor, 'read', 'DecidingBody', { areaCode: body.areaCode }))
      throw new NotFoundError('DecidingBody', id);
    return body;
  }

  /** Who decides today was known yesterday: only a body that never sat begins at once. */
  private async checkedDay(
    tx: EntityManager,
    { kind, areaCode, validFrom: day }: SetBodyMembersInput,
    at: Date,
  ): Promise<string> {
    const today = shanghaiDay(at);
    const sits = await findBodyOn(tx, { areaCode, kind, day: today });
    const earliest = sits ? nextDay(today) : today;
    if (day !== undefined && (!isDay(day) || day < earliest)) throw new BodyBackdatedError(earliest);
    return day ?? earliest;
  }
}

function checkedMembers(memberIds: readonly string[]): string[] {
  const ids = memberIds.map((id) => checkUuid(id, 'memberIds'));
  if (ids.length < MIN_MEMBERS || ids.length > MAX_MEMBERS || new Set(ids).size < ids.length)
    throw new BodyMembersError(MAX_MEMBERS);
  return ids;
}
