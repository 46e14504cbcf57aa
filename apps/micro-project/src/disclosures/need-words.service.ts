import { Access, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Need } from '../needs/need.entity.js';
import { viewOfNeed } from '../needs/need.rules.js';
import { NeedSteps } from '../needs/need-steps.js';
import { IDENTITY_FIELDS } from '../parties/party-seals.js';
import { holdsOfficeIn } from '../parties/village-posts.js';
import type { WordsPurpose } from './disclosure.model.js';
import { Looks } from './looks.js';
import type { SealedWords } from './words-opener.js';

/** Whose need it is learn, of confidential ones, those only who are not of the village. */
const ABOVE_THE_VILLAGE: ReadonlySet<Role> = new Set([Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND]);

export interface NeedLook {
  readonly needId: string;
  readonly purpose: WordsPurpose;
  /** An official keyed it in and may hold the slip with which it is read: that the answer was read is not known then. */
  readonly isSlipInOffice?: boolean;
}

/** Reads what was typed about a need: by who deals with it, and by whose it is. */
@Injectable()
export class NeedWordsService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly looks: Looks,
    private readonly steps: NeedSteps,
  ) {}

  /** @param id of the look */
  async revealNeedWords(
    tx: EntityManager,
    actor: Actor,
    id: string,
    { needId, purpose, isSlipInOffice = false }: NeedLook,
  ): Promise<SealedWords[]> {
    const [need] = await this.steps.lockAll(tx, actor, [needId]);
    if (!need) return [];
    const grant = this.access.require(actor, `reveal:${purpose}`, 'Need', viewOfNeed(need));
    if (purpose === 'OWN' && !isSlipInOffice) {
      need.noteAnswerRead(this.clock.now());
      await tx.update(Need, { id: need.id }, { answerReadAt: need.answerReadAt });
    }
    const areNamesOpen = purpose === 'OWN' || mayLearnWho(need, actor, grant);
    return this.looks.take(tx, actor, {
      ...{ id, matter: 'NEED', matterId: need.id, areaCode: need.areaCode, grant, purpose },
      includes: (_transition, field) => areNamesOpen || !IDENTITY_FIELDS.includes(field),
    });
  }
}

const mayLearnWho = ({ confidentiality, villageCode }: Need, actor: Actor, { role }: Grant): boolean =>
  confidentiality === 'OPEN' || (ABOVE_THE_VILLAGE.has(role) && !holdsOfficeIn(actor, villageCode));
