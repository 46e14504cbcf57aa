import { Access, Actor } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { BANDS_ALIKE } from '@lianxin/personal-data';
import { DAY_MS } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { Clock, Database, HourlyAllowance, PageSizeOutOfRangeError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { needIn } from '../needs/need.rules.js';
import { Words } from '../words/words.js';
import { DuplicateQuestionsUsedUpError } from './need-duplicate.errors.js';
import type { LikelyNeedDuplicatesArgs } from './need-duplicate.model.js';
import { NeedSignatures } from './need-signatures.js';
import { findAlike } from './need-signatures.queries.js';
import type { LikelyNeedDuplicate } from './need-signatures.queries.js';

const MOST_SHOWN = 20;
const VILLAGE_CODE_LENGTH = 12;

/** Sees every signature, as no person does, and answers what anybody who may ask for something there may know. */
export const needDuplicatesDesk = Actor.system(systemSubject('micro-project.duplicates'), {
  correlationId: 'micro-project.duplicates',
});

/** What was asked for before in the same village, under the same kind, in much the same words. */
@Injectable()
export class LikelyNeedDuplicates {
  private readonly allowance = new HourlyAllowance();

  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly policies: PolicyReplica,
    private readonly signatures: NeedSignatures,
    private readonly words: Words,
  ) {}

  /**
   * The text is hashed and forgotten.
   * @throws PageSizeOutOfRangeError, TextTooLongError, TextEmptyError, DuplicateQuestionsUsedUpError
   */
  async find(
    scope: LianxinContext['scope'],
    actor: Actor,
    { areaCode, kind, text, first }: LikelyNeedDuplicatesArgs,
  ): Promise<LikelyNeedDuplicate[]> {
    if (!Number.isInteger(first) || first < 1 || first > MOST_SHOWN)
      throw new PageSizeOutOfRangeError(first, MOST_SHOWN);
    const villageCode = areaCode.slice(0, VILLAGE_CODE_LENGTH);
    const village = await scope.read((tx) => this.areas.getByCode(tx, villageCode));
    this.access.require(actor, 'submit', 'Need', needIn(areaCode));
    const checked = await this.words.checked(text, 'text', 'micro-project.need-characters');
    const bands = this.signatures.bandsOf(checked, { villageId: village.id, kind });
    await this.count(actor, areaCode);
    if (bands.length === 0) return [];
    const since = new Date(this.clock.now().getTime() - (await this.daysBack(villageCode)) * DAY_MS);
    const question = { bands, bandsAlike: BANDS_ALIKE, since, first };
    return this.database.read(needDuplicatesDesk, (tx) => findAlike(tx, question));
  }

  /** Whoever may read needs there learns nothing from a hint that the list does not tell. */
  private async count(actor: Actor, areaCode: string): Promise<void> {
    if (this.access.findGrant(actor, 'read', 'Need', needIn(areaCode))) return;
    const on = this.clock.now();
    const book = await this.policies.book();
    const { value } = book.valueAt('micro-project.need-duplicate-questions', { areaCode: null, on });
    const until = this.allowance.use(actor.subject, value, on);
    if (until) throw new DuplicateQuestionsUsedUpError(until);
  }

  private async daysBack(areaCode: string): Promise<number> {
    const question = { areaCode, on: this.clock.now() };
    return (await this.policies.book()).valueAt('micro-project.need-duplicate-window', question).value;
  }
}
