import { Access, Actor } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { BANDS_ALIKE, normalizeText } from '@lianxin/personal-data';
import { DAY_MS } from '@lianxin/policy';
import { Clock, Database, PageSizeOutOfRangeError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { GridEventCategory } from '../departments/department.model.js';
import { NONE } from '../grid-events/grid-event.rules.js';
import type { GridEventView } from '../grid-events/grid-event.rules.js';
import { GridsService } from '../grids/grids.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { DuplicateQuestions } from './duplicate-questions.js';
import { Signatures } from './signatures.js';
import { findAlike } from './signatures.queries.js';
import type { LikelyDuplicate } from './signatures.queries.js';

const MOST_SHOWN = 20;

export interface DuplicateQuestion {
  readonly areaCode: string;
  readonly category: GridEventCategory;
  readonly text: string;
  readonly first: number;
}

/** Sees every signature, as no person does, and answers what anybody who may report there may know. */
export const duplicatesDesk = Actor.system(systemSubject('grid-registry.duplicates'), {
  correlationId: 'grid-registry.duplicates',
});

/** What was reported before in the same village, under the same category, in much the same words. */
@Injectable()
export class LikelyDuplicates {
  constructor(
    private readonly access: Access,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly grids: GridsService,
    private readonly policies: PoliciesService,
    private readonly questions: DuplicateQuestions,
    private readonly signatures: Signatures,
  ) {}

  /**
   * The text is hashed and forgotten.
   * @throws PageSizeOutOfRangeError, TextTooLongError, TextEmptyError, DuplicateQuestionsUsedUpError
   */
  async find(
    scope: LianxinContext['scope'],
    actor: Actor,
    { areaCode, category, text, first }: DuplicateQuestion,
  ): Promise<LikelyDuplicate[]> {
    if (!Number.isInteger(first) || first < 1 || first > MOST_SHOWN)
      throw new PageSizeOutOfRangeError(first, MOST_SHOWN);
    const village = await scope.read((tx) => this.grids.getVillage(tx, areaCode));
    this.access.require(actor, 'report', 'GridEvent', { areaCode, source: 'RESIDENT' });
    const bands = this.signatures.bandsOf(this.checked(text), { areaId: village.id, category });
    if (!this.access.findGrant(actor, 'read', 'GridEvent', ordinaryEventIn(areaCode)))
      this.questions.count(actor.subject);
    if (bands.length === 0) return [];
    const question = { bands, bandsAlike: BANDS_ALIKE, since: this.since(areaCode), first };
    return this.database.read(duplicatesDesk, (tx) => findAlike(tx, { ...question, subject: actor.subject }));
  }

  private checked(text: string): string {
    const { value: maxCharacters } = this.policies.book.valueAt('grid-event.text-characters', {
      areaCode: null,
      on: this.clock.now(),
    });
    return normalizeText(text, { maxCharacters, field: 'text' });
  }

  private since(areaCode: string): Date {
    const now = this.clock.now();
    const { value: days } = this.policies.book.valueAt('grid-event.duplicate-window', { areaCode, on: now });
    return new Date(now.getTime() - days * DAY_MS);
  }
}

/** Whoever may read such an event learns from a hint nothing that the list does not tell. */
const ordinaryEventIn = (areaCode: string): GridEventView => ({
  sightCode: areaCode,
  realm: 'COMMON',
  kind: 'GENERAL',
  confidence: 'ANY',
  appealLevel: NONE,
  level: 'VILLAGE',
  departmentId: NONE,
  departmentIds: [],
  concernedIds: [],
  reporterId: NONE,
  proxyId: NONE,
  dispatcherId: NONE,
});
