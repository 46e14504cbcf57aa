import { Access, Role } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { checkUuid, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Looks } from '../../disclosures/looks.js';
import type { SealedWords } from '../../disclosures/words-opener.js';
import { IDENTITY_FIELDS } from '../../parties/party-seals.js';
import { holdsOfficeIn } from '../../parties/village-posts.js';
import type { RevealRemarkWordsInput } from './remark.inputs.js';
import { findRemark } from './remarks.queries.js';

/** The village answers what was said and never learns by whom; those above may, to bring the answer. */
const LEARN_WHO: ReadonlySet<Role> = new Set([Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND]);

/** Reads what was remarked: by who answers it or stands above, and by whose it is. */
@Injectable()
export class RemarkWordsService {
  constructor(
    private readonly access: Access,
    private readonly looks: Looks,
  ) {}

  /** @param id of the look @throws NotFoundError also for what one may not see, ForbiddenError */
  async revealRemarkWords(
    tx: EntityManager,
    actor: Actor,
    id: string,
    { remarkId, purpose }: Pick<RevealRemarkWordsInput, 'remarkId' | 'purpose'>,
  ): Promise<SealedWords[]> {
    const remark = await findRemark(tx, checkUuid(remarkId, 'remarkId'));
    if (!remark) throw new NotFoundError('MicroProjectRemark', remarkId);
    const grant = this.access.require(actor, `reveal:${purpose}`, 'ProjectRemark', remark);
    const areNamesOpen =
      purpose === 'OWN' || (LEARN_WHO.has(grant.role) && !holdsOfficeIn(actor, remark.villageCode));
    return this.looks.take(tx, actor, {
      ...{ id, matter: 'REMARK', matterId: remark.id, areaCode: remark.villageCode, grant, purpose },
      includes: (_transition, field) => areNamesOpen || !IDENTITY_FIELDS.includes(field),
    });
  }
}
