import { CurrentActor, Public } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { asWritten } from '@lianxin/personal-data';
import { Database } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { DepartmentsService } from '../../departments/departments.service.js';
import { findDisclosuresOf } from '../../disclosures/disclosures.queries.js';
import { DisclosuresService } from '../../disclosures/disclosures.service.js';
import type { SealedWords } from '../../disclosures/disclosures.service.js';
import { ANSWERS } from '../../disclosures/reveal-scope.js';
import { WordsOpener } from '../../disclosures/words-opener.js';
import { GridEventSteps } from '../../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../../grid-events/entity/grid-event.entity.js';
import { realmOf } from '../../grid-events/grid-event.sight.js';
import { ReportSlipInput, ReportStatusModel } from './slip.model.js';
import { SlipHolders } from './slip-holders.js';
import type { SlipHolder } from './slip-holders.js';

const MAX_LOOKS = 50;

interface Found {
  readonly event: GridEvent;
  readonly words: readonly SealedWords[];
  readonly looks: ReportStatusModel['looks'];
  readonly window: string | null;
}

/** S3-13: whoever has a slip asks how the report stands, without an account. */
@Resolver(() => ReportStatusModel)
export class ReportStatusResolver {
  constructor(
    private readonly database: Database,
    private readonly holders: SlipHolders,
    private readonly steps: GridEventSteps,
    private readonly disclosures: DisclosuresService,
    private readonly opener: WordsOpener,
    private readonly departments: DepartmentsService,
  ) {}

  @Mutation(() => ReportStatusModel, {
    description: 'How a report stands and what was answered (凭回执查询), by number and code of its slip.',
  })
  @Public()
  async openReportSlip(
    @Args('slip') slip: ReportSlipInput,
    @CurrentActor() caller: Actor,
  ): Promise<ReportStatusModel> {
    const holder = await this.holders.holderOf(slip, caller.origin.correlationId);
    const { event, words, looks, window } = await this.database.write(holder.actor, (tx) =>
      this.find(tx, holder),
    );
    const { state, reportedAt, dueAt, handedOverTo, receiptNumber } = event;
    const ending = { handedOverTo, receiptNumber, window };
    const told = await this.opener.openAll(words);
    return { number: asWritten(slip.number), state, reportedAt, dueAt, ...ending, told, looks };
  }

  /** Of violence, abuse and neglect a slip that somebody else finds tells that there is a report, and no more. */
  private async find(tx: EntityManager, { actor, gridEventId }: SlipHolder): Promise<Found> {
    const event = await this.steps.getBeginning(tx, gridEventId);
    if (realmOf(event) === 'PROTECTION')
      return { event: event.asReported(), words: [], looks: [], window: null };
    const id = uuidv7();
    const input = { requestId: id, gridEventId, purpose: 'OWN' } as const;
    const all = await this.disclosures.revealPersonalData(tx, actor, id, input);
    // An official who keyed it in may have kept the slip: what was answered about the handling is not for them.
    const words = all.filter(({ transition }) => !event.isKeyedInOffice || !ANSWERS.includes(transition));
    const page = { personId: actor.subject, first: MAX_LOOKS, after: [] };
    const looks = (await findDisclosuresOf(tx, page)).filter((look) => look.gridEventId === gridEventId);
    return { event, words, looks, window: await this.windowOf(tx, event) };
  }

  private async windowOf(tx: EntityManager, { windowDepartmentId }: GridEvent): Promise<string | null> {
    return windowDepartmentId && (await this.departments.getDepartment(tx, windowDepartmentId)).name;
  }
}
