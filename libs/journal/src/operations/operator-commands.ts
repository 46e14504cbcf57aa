import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { InterventionsService } from './interventions.service.js';
import type { Intervention } from './interventions.service.js';
import { OwnService } from './own-service.js';
import { ParkedOperationsService } from './parked/parked-operations.service.js';
import { readReason, requireReason } from './reason.js';
import { RepublishService } from './traffic/republish.service.js';

interface Asked {
  readonly requestId: string;
  readonly reason?: string | null;
}

export interface RepublishOrder extends Asked {
  readonly fromPosition: number;
  readonly toPosition?: number | null;
  /** Positions to send at most. */
  readonly max?: number;
}

export interface Republication {
  readonly intervention: Intervention;
  readonly sentCount: number;
  /** Where to go on when `max` cut what was asked for; else null. */
  readonly nextPosition: number | null;
}

/** What operators can do, in a transaction each, once for each request id: the way in of both doors. */
@Injectable()
export class OperatorCommands {
  constructor(
    private readonly commands: Commands,
    private readonly parked: ParkedOperationsService,
    private readonly republishing: RepublishService,
    private readonly record: InterventionsService,
    private readonly own: OwnService,
  ) {}

  /** @throws ParkedMessageNotFoundError, ParkedMessageBehindError, ReasonMalformedError */
  replayMessage(
    actor: Actor,
    input: Asked & { parkedMessageId: string },
    account: string | null = null,
  ): Promise<Intervention> {
    const handling = { id: uuidv7(), reason: readReason(input.reason), account };
    return this.commands.run(actor, {
      mutation: 'replayMessage',
      input,
      aggregateId: handling.id,
      first: (tx) => this.parked.replayMessage(tx, actor, input.parkedMessageId, handling),
      repeat: (tx, earlier) => this.record.getIntervention(tx, earlier),
    });
  }

  /**
   * @throws ReasonRequiredError, ReasonMalformedError, ParkedMessageNotFoundError, ParkedMessageBehindError
   */
  discardMessage(
    actor: Actor,
    input: Asked & { parkedMessageId: string },
    account: string | null = null,
  ): Promise<Intervention> {
    const handling = { id: uuidv7(), reason: requireReason(input.reason), account };
    return this.commands.run(actor, {
      mutation: 'discardMessage',
      input,
      aggregateId: handling.id,
      first: (tx) => this.parked.discardMessage(tx, actor, input.parkedMessageId, handling),
      repeat: (tx, earlier) => this.record.getIntervention(tx, earlier),
    });
  }

  /**
   * Records the order, then sends. A repeat sends again what was ordered: the first may have died in between, and what
   * arrives twice has no further effect.
   * @param onBatch told the last position that is durable, after each batch
   * @throws PositionOutOfRangeError, EventTransportUnreachableError, ReasonMalformedError
   */
  async republishJournal(
    actor: Actor,
    order: RepublishOrder,
    door: { account: string | null; onBatch?: (position: number) => void } = { account: null },
  ): Promise<Republication> {
    const { fromPosition, toPosition = null, max, requestId } = order;
    const handling = { id: uuidv7(), reason: readReason(order.reason), account: door.account };
    const asked = { fromPosition, toPosition, ...(max !== undefined && { max }) };
    const intervention = await this.commands.run(actor, {
      mutation: 'republishJournal',
      input: { requestId, ...asked, reason: handling.reason } as Asked,
      aggregateId: handling.id,
      first: (tx) => this.republishing.orderRepublication(tx, actor, asked, handling),
      repeat: (tx, earlier) => this.record.getIntervention(tx, earlier),
    });
    const range = intervention.range ?? { fromPosition, toPosition: fromPosition - 1 };
    const sentCount = await this.republishing.send(range, this.own.name, door.onBatch);
    const end = toPosition ?? (await this.republishing.publishedPosition());
    return { intervention, sentCount, nextPosition: range.toPosition < end ? range.toPosition + 1 : null };
  }
}
