import { Access } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { EventDefinition } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { shanghaiYear } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { insertEnvelopeChange } from '../envelopes/envelope-changes.queries.js';
import type { EnvelopeChange } from '../envelopes/envelope-changes.queries.js';
import { AlreadyRaisedError, EnvelopeLevelError, EnvelopeYearError } from '../envelopes/envelope.errors.js';
import type { Envelope, QuotaClass } from '../envelopes/envelope.entity.js';
import { EnvelopesService } from '../envelopes/envelopes.service.js';
import type { Village } from '../envelopes/envelopes.service.js';
import { Words } from '../words/words.js';

export interface GrantedVillage extends Village {
  /** The post that allows the change there. */
  readonly grant: Grant;
}

/** What a change of a limit is about. */
export interface Reasoned {
  readonly year: number;
  readonly quotaClass: QuotaClass;
  readonly reason: string;
}

export interface Made extends Pick<EnvelopeChange, 'kind' | 'quotaClass' | 'beforeFen' | 'reason'> {
  readonly grant: Grant;
  readonly event: EventDefinition;
  readonly id?: string;
  readonly transferId?: string;
  readonly otherEnvelopeId?: string;
  readonly meeting?: EnvelopeChange['meeting'];
  /** Joins the payload of the event. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What all changes of a limit have in common: who may where and when, and how a change is stored and told. */
@Injectable()
export class QuotaChanges {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly envelopes: EnvelopesService,
    private readonly journal: Journal,
    private readonly words: Words,
  ) {}

  /** @throws EnvelopeLevelError, ForbiddenError */
  async village(tx: EntityManager, actor: Actor, action: string, code: string): Promise<GrantedVillage> {
    const area = await this.areas.getByCode(tx, code);
    if (area.level !== 'VILLAGE') throw new EnvelopeLevelError('VILLAGE');
    const grant = this.access.require(actor, action, 'Envelope', { villageCode: area.code });
    return { villageId: area.id, villageCode: area.code, grant };
  }

  /**
   * The reason as everybody will read it.
   * @throws EnvelopeYearError, PersonalNumberError, TextTooLongError, TextEmptyError
   */
  async reasonOf({ year, reason }: Reasoned): Promise<string> {
    const thisYear = shanghaiYear(this.clock.now());
    const years = [thisYear, thisYear + 1];
    if (!years.includes(year)) throw new EnvelopeYearError(years);
    return this.words.published(reason, 'reason', 'micro-project.note-characters');
  }

  /** Stores the envelope with its new limit, why it has it, and tells of it. @throws AlreadyRaisedError */
  async make(tx: EntityManager, actor: Actor, envelope: Envelope, made: Made): Promise<void> {
    const { kind, quotaClass, beforeFen, reason, grant } = made;
    const { id: envelopeId, villageCode, year } = envelope;
    const at = this.clock.now();
    const limitFen = envelope.limitOf(quotaClass);
    const isNew = await insertEnvelopeChange(tx, {
      ...{ id: made.id ?? uuidv7(), envelopeId, kind, quotaClass, beforeFen, limitFen, reason },
      ...{ transferId: made.transferId ?? null, otherEnvelopeId: made.otherEnvelopeId ?? null },
      ...{ meeting: made.meeting ?? null },
      ...{ changedBy: actor.subject, changedRole: grant.role, changedAt: at },
    });
    if (!isNew) throw new AlreadyRaisedError();
    await this.envelopes.store(tx, envelope);
    const data = { villageCode, year, quotaClass, limitFen, ...made.extra, at: at.toISOString() };
    await this.journal.record(tx, actor, {
      ...{ event: made.event, aggregateId: envelopeId, areaCode: villageCode, grant, data },
    });
  }
}
