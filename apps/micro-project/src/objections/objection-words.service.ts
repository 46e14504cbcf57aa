import { Access, Role } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WordsPurpose } from '../disclosures/disclosure.model.js';
import { Looks } from '../disclosures/looks.js';
import type { SealedWords } from '../disclosures/words-opener.js';
import { IDENTITY_FIELDS } from '../parties/party-seals.js';
import { holdsOfficeIn } from '../parties/village-posts.js';
import { ProjectSteps } from '../project-commands/project-steps.js';
import { HiddenFromVillageError } from './objection.errors.js';
import type { Objection } from './objection.row.js';
import { viewOfObjection } from './objection.rules.js';
import { findObjection } from './objections.queries.js';
import { actorShownOf } from './objectors.js';
import { RulingService } from './ruling.service.js';

/** Reads what was objected and what was answered: by the office that rules, by the village if it may, and by whose it is. */
@Injectable()
export class ObjectionWordsService {
  constructor(
    private readonly access: Access,
    private readonly looks: Looks,
    private readonly ruling: RulingService,
    private readonly steps: ProjectSteps,
  ) {}

  /**
   * The village never reads names, and nobody who had a part in the project reads what was hidden from the village.
   * @param id of the look
   * @throws NotFoundError, RulerInvolvedError, HiddenFromVillageError
   */
  async revealObjectionWords(
    tx: EntityManager,
    actor: Actor,
    id: string,
    { objectionId, purpose }: { objectionId: string; purpose: WordsPurpose },
  ): Promise<SealedWords[]> {
    const objection = await findObjection(tx, checkUuid(objectionId, 'objectionId'));
    const view = objection && viewOfObjection(objection);
    const grant = view && this.access.findGrant(actor, `reveal:${purpose}`, 'Objection', view);
    if (!objection || !grant) throw new NotFoundError('Objection', objectionId);
    const isOwn = purpose === 'OWN';
    const isRuler = !isOwn && grant.role !== Role.VILLAGE_OFFICER;
    if (isRuler) {
      if (objection.isAnonymousToVillage && holdsOfficeIn(actor, objection.villageCode))
        throw new HiddenFromVillageError();
      const project = await this.steps.get(tx, actor, objection.projectId);
      await this.ruling.assertUninvolved(tx, actor, project, objection);
    }
    const shownAs = isOwn ? actorShownOf(actor, { ...objection, isKeyedInOffice: false }) : actor;
    return this.looks.take(tx, actor, {
      ...{
        id,
        matter: 'OBJECTION',
        matterId: objection.id,
        areaCode: objection.villageCode,
        purpose,
        shownAs,
      },
      grant: shownAs === actor ? grant : { ...grant, id: objection.id },
      within: { aggregateId: objection.projectId, isOf: ({ data }) => isOf(data, objection) },
      includes: (_transition, field) => isOwn || isRuler || !IDENTITY_FIELDS.includes(field),
    });
  }
}

const isOf = (data: unknown, { id }: Objection): boolean =>
  (data as { objectionId?: string }).objectionId === id;
