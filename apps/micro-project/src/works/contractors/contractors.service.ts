import type { Actor, Grant } from '@lianxin/access';
import { PolicyReplica } from '@lianxin/replicas';
import { checkUuid, checkUuids } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { MAX_PERSONS } from '../../decisions/meeting.js';
import { RequiredDocuments } from '../../documents/required-documents.js';
import { fenOf } from '../../money/money.js';
import { ProjectSteps } from '../../project-commands/project-steps.js';
import type { Taken } from '../../project-commands/project-steps.js';
import type { Project } from '../../projects/entity/project.entity.js';
import { SplittingWatch } from '../../splitting/splitting-watch.js';
import { Words } from '../../words/words.js';
import { chosenOf, MAX_OFFERS } from './comparison.js';
import type { ComparisonRules, Offer } from './comparison.js';
import { ComparisonMissingError, KinshipMalformedError, OffersMalformedError } from './contractor.errors.js';
import type { ContractorOfferInput, KinshipInput, SelectContractorInput } from './contractor.inputs.js';
import { insertContractor } from './contractors.queries.js';
import { SelectionMeetings } from './selection-meetings.js';

/** Who carries a project out is chosen openly, by a meeting, without whoever is related. */
@Injectable()
export class ContractorsService {
  constructor(
    private readonly documents: RequiredDocuments,
    private readonly meetings: SelectionMeetings,
    private readonly policies: PolicyReplica,
    private readonly splitting: SplittingWatch,
    private readonly steps: ProjectSteps,
    private readonly words: Words,
  ) {}

  /**
   * Keyed in by a post of the very body that chose. One that was chosen before stays in the history.
   * @throws ContractorMethodError, OffersTooFewError, OffersMalformedError, CheapestNotChosenError, ComparisonMissingError
   * @throws KinshipMalformedError, ContractAboveCommitmentError, ResolutionRequiredError, and whatever is wrong with the meeting
   */
  async selectContractor(tx: EntityManager, actor: Actor, input: SelectContractorInput): Promise<Project> {
    const { projectId, meeting } = input;
    const change = (chosenFor: Project, at: Date, grant: Grant): Promise<Taken> =>
      this.choose(tx, chosenFor, input, { actor, grant, at });
    const action = `selectContractor:${meeting.body}`;
    const project = await this.steps.take(tx, actor, { projectId, action, change });
    await this.splitting.watch(tx, actor, { project, action, grounds: ['SAME_CONTRACTOR'] });
    return project;
  }

  private async choose(
    tx: EntityManager,
    project: Project,
    input: SelectContractorInput,
    { actor, grant, at }: { actor: Actor; grant: Grant; at: Date },
  ): Promise<Taken> {
    const { rules, policyVersion } = await this.rulesOn(project, at);
    const offers = await this.offersOf(input.offers);
    const chosen = chosenOf(input.method, offers, { estimateFen: project.contractableFen, rules });
    const stakeholderIds = stakeholdersIn(input);
    const sitting = await this.meetings.sit(tx, project, input.meeting, stakeholderIds);
    const id = uuidv7();
    const { amountFen, bidder: name } = chosen;
    const { method, kinship } = input;
    const resolutionId = input.resolutionId ? checkUuid(input.resolutionId, 'resolutionId') : null;
    const isLet = method !== 'VILLAGERS_OWN_LABOUR';
    project.selectContractor({ id, amountFen, heldOn: sitting.heldOn, isLet, resolutionId }, at);
    await insertContractor(tx, {
      ...{ id, projectId: project.id, method, name, amountFen, isKinDeclared: kinship.isDeclared },
      ...{ stakeholderIds, ...sitting, offers, policyVersion },
      comparisonDocumentId: await this.comparisonOf(tx, project, input),
      ...{ selectedBy: actor.subject, selectedRole: grant.role, selectedAt: at },
    });
    const extra = { method, comparedCount: offers.length, isKinDeclared: kinship.isDeclared };
    return { name: 'selectContractor', extra: { ...extra, minutesDocumentId: sitting.minutesDocumentId } };
  }

  private async rulesOn(
    { villageCode: areaCode }: Project,
    on: Date,
  ): Promise<{ rules: ComparisonRules; policyVersion: string }> {
    const book = await this.policies.book();
    const quotes = book.valueAt('micro-project.quotes-from', { areaCode, on });
    const bidding = book.valueAt('micro-project.bidding-from', { areaCode, on });
    const compared = book.valueAt('micro-project.quotes-compared', { areaCode, on });
    const versions = [quotes, bidding, compared].map(({ version }) => version).join('+');
    return {
      rules: { quotesFrom: quotes.value, biddingFrom: bidding.value, quotesCompared: compared.value },
      policyVersion: `micro-project.contractors@${versions}`,
    };
  }

  private async offersOf(inputs: readonly ContractorOfferInput[]): Promise<Offer[]> {
    if (inputs.length > MAX_OFFERS) throw new OffersMalformedError(MAX_OFFERS);
    const written = async ({ bidder, amount, isChosen, whyNotCheapest }: ContractorOfferInput) => ({
      bidder: await this.words.published(bidder, 'bidder', 'micro-project.bidder-characters'),
      amountFen: fenOf(amount),
      isChosen,
      whyNotCheapest:
        typeof whyNotCheapest === 'string'
          ? await this.words.published(whyNotCheapest, 'whyNotCheapest', 'micro-project.note-characters')
          : null,
    });
    return Promise.all(inputs.map(written));
  }

  private async comparisonOf(
    tx: EntityManager,
    { id: projectId, villageCode: areaCode }: Project,
    { method, offers, comparisonDocumentId: id }: SelectContractorInput,
  ): Promise<string | null> {
    if (id) {
      const document = await this.documents.require(tx, { id, purpose: 'COMPARISON', projectId, areaCode });
      return document.id;
    }
    if (method !== 'VILLAGERS_OWN_LABOUR' || offers.length > 1) throw new ComparisonMissingError();
    return null;
  }
}

function stakeholdersIn({ kinship, personIds }: SelectContractorInput): string[] {
  const ids = [...relatedOf(kinship), ...checkUuids(personIds, 'personIds', MAX_PERSONS)];
  return [...new Set(ids)];
}

function relatedOf({ isDeclared, relatedIds }: KinshipInput): string[] {
  if (isDeclared !== relatedIds.length > 0) throw new KinshipMalformedError();
  return checkUuids(relatedIds, 'relatedIds', MAX_PERSONS);
}
