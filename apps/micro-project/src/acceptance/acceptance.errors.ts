import { DomainError } from '@lianxin/service-kit';

export class AcceptanceParticipantError extends DomainError {
  readonly code = 'ACCEPTANCE_PARTICIPANT';
  constructor() {
    super({
      en: 'Name who took part for those who asked for it: one proposer, or one beneficiary in their place and why.',
      zh: '须填写一名参加验收的提议人；提议人不能参加的，填写一名代为参加的受益群众并说明原因，二者填其一。',
    });
  }
}

export class NotTheProposerError extends DomainError {
  readonly code = 'NOT_THE_PROPOSER';
  constructor() {
    super({ en: 'Whoever is named did not ask for this project.', zh: '所填人员不是该项目的提议人。' });
  }
}

/** Nobody accepts their own work, or what they are paid for. */
export class SubstituteInvolvedError extends DomainError {
  readonly code = 'SUBSTITUTE_INVOLVED';
  constructor() {
    super({
      en: 'Whoever carries it out, proposed it in office or keys this in does not stand in for its beneficiaries.',
      zh: '施工方、经办人或填报人不得作为受益群众代为参加验收。',
    });
  }
}

export class InspectionSheetUsedError extends DomainError {
  readonly code = 'INSPECTION_SHEET_USED';
  constructor() {
    super({
      en: 'That sheet belongs to an earlier inspection; each has its own.',
      zh: '该验收单已用于此前的验收，每次验收须有单独的验收单。',
    });
  }
}
