import { Access } from '@lianxin/access';
import type { Parties } from '@lianxin/personal-data';
import { shanghaiDay } from '@lianxin/policy';
import { AreaReplica } from '@lianxin/replicas';
import type { AreaCopy } from '@lianxin/replicas';
import { checkUuid, Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isKnownGridEvent } from '../known-grid-events/known-grid-events.queries.js';
import { findNeedChannel } from '../need-channels/need-channels.queries.js';
import { NeedSignatures } from '../need-duplicates/need-signatures.js';
import { DiscussionTimes } from '../needs/discussion-times.js';
import { Need } from '../needs/need.entity.js';
import { GridEventUnknownError, GridUnknownError, NeedChannelUnknownError } from '../needs/need.errors.js';
import { needIn } from '../needs/need.rules.js';
import { NeedSteps } from '../needs/need-steps.js';
import { partyColumnsOf } from '../parties/party.row.js';
import { PartySeals } from '../parties/party-seals.js';
import type { PartySealers } from '../parties/party-seals.js';
import { checkedGridNumber } from '../project-commands/place.js';
import { idsOfGrids } from '../project-views/grids.queries.js';
import { Slips } from '../slips/slips.js';
import { Words } from '../words/words.js';
import type { SubmitNeedInput } from './need.inputs.js';

export interface NewNeed {
  readonly id: string;
  readonly input: SubmitNeedInput;
  readonly parties: Parties;
  readonly sealers: PartySealers;
}

const VILLAGE_CODE_LENGTH = 12;

/** S0-08: how a need comes in, by whichever channel, from whoever asks for it or keys it in for them. */
@Injectable()
export class NeedSubmittingService {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly seals: PartySeals,
    private readonly signatures: NeedSignatures,
    private readonly slips: Slips,
    private readonly steps: NeedSteps,
    private readonly times: DiscussionTimes,
    private readonly words: Words,
  ) {}

  /** @throws NeedChannelUnknownError, GridUnknownError, GridEventUnknownError, TextTooLongError, TextEmptyError */
  async submitNeed(tx: EntityManager, command: NewNeed): Promise<Need> {
    const { id, input, parties, sealers } = command;
    const village = await this.areas.getByCode(tx, input.areaCode.slice(0, VILLAGE_CODE_LENGTH));
    const grant = this.access.require(parties.actor, 'submit', 'Need', needIn(input.areaCode));
    const source = await this.sourceOf(tx, village, input);
    const submittedAt = this.clock.now();
    const { dueOn, policyVersion } = await this.times.dueAfter(village.code, shanghaiDay(submittedAt));
    const need = Need.submit({
      ...{ id, villageId: village.id, villageCode: village.code, kind: input.kind, ...source },
      ...partyColumnsOf(parties, input.contactChannel, this.slips.numberOf(id)),
      ...{ submittedAt, discussionDueOn: dueOn, policyVersion },
    });
    const sealed = await this.seal(id, input, sealers);
    const extra = { gridEventId: need.gridEventId };
    await this.steps.begin(tx, parties.actor, { need, grant, taken: { name: 'submit', extra, sealed } });
    await this.signatures.store(tx, need, input.text);
    return need;
  }

  private async sourceOf(
    tx: EntityManager,
    village: AreaCopy,
    { areaCode, channel, gridEventId }: SubmitNeedInput,
  ): Promise<Pick<Need, 'channel' | 'gridNumber' | 'gridEventId'>> {
    if (!(await findNeedChannel(tx, channel))) throw new NeedChannelUnknownError(channel);
    const gridCode = areaCode === village.code ? null : areaCode;
    const gridNumber = checkedGridNumber(village.code, gridCode);
    if (gridCode !== null && (await idsOfGrids(tx, [gridCode]))[0] === null) throw new GridUnknownError();
    const eventId = gridEventId ? checkUuid(gridEventId, 'gridEventId') : null;
    if (eventId !== null && !(await isKnownGridEvent(tx, eventId, village.id)))
      throw new GridEventUnknownError();
    return { channel, gridNumber, gridEventId: eventId };
  }

  /** What is said, and who says it: each under the key of whom it is about. */
  private async seal(
    id: string,
    input: SubmitNeedInput,
    sealers: PartySealers,
  ): Promise<Record<string, string>> {
    const place = { sealer: sealers.subject, aggregate: 'need', id };
    return {
      ...(await this.words.seal(place, { text: input.text }, 'micro-project.need-characters')),
      ...(await this.words.seal(place, { place: input.place }, 'micro-project.need-place-characters')),
      ...(await this.seals.seal({ aggregate: 'need', id, sealers }, input)),
    };
  }
}
