import { DomainError } from '@lianxin/service-kit';

/** Larger amounts ask for more competition. */
export class ContractorMethodError extends DomainError {
  readonly code = 'CONTRACTOR_METHOD';
  constructor(required: string) {
    super(
      {
        en: 'An amount like this asks for another way of choosing the contractor.',
        zh: '该金额须采用其他方式确定施工方。',
      },
      { required },
    );
  }
}

export class OffersTooFewError extends DomainError {
  readonly code = 'OFFERS_TOO_FEW';
  constructor(min: number) {
    super({ en: `At least ${min} offers are compared.`, zh: `至少须比较 ${min} 家报价。` }, { min });
  }
}

export class OffersMalformedError extends DomainError {
  readonly code = 'OFFERS_MALFORMED';
  constructor(max: number) {
    super(
      {
        en: `A comparison has at most ${max} offers, each of another bidder, and one of them is chosen.`,
        zh: `比价至多 ${max} 家，报价单位不得重复，且应确定其中一家。`,
      },
      { max },
    );
  }
}

export class CheapestNotChosenError extends DomainError {
  readonly code = 'CHEAPEST_NOT_CHOSEN';
  constructor() {
    super({
      en: 'The cheapest offer was not chosen: say why.',
      zh: '未选择最低报价，须说明理由。',
    });
  }
}

export class ComparisonMissingError extends DomainError {
  readonly code = 'COMPARISON_MISSING';
  constructor() {
    super({ en: 'The comparison is shown by a document.', zh: '须提供比价（评标）材料。' });
  }
}

/** Either nobody is related, or the minutes say who. */
export class KinshipMalformedError extends DomainError {
  readonly code = 'KINSHIP_MALFORMED';
  constructor() {
    super({
      en: 'Where kinship is declared, name whom it concerns; where it is not, name nobody.',
      zh: '申报有亲属关系的须列明相关人员；未申报的不得列名。',
    });
  }
}

export class SelectionQuorumError extends DomainError {
  readonly code = 'SELECTION_QUORUM';
  constructor() {
    super({
      en: 'Without those recused this meeting has no quorum: hold it again with more members.',
      zh: '扣除回避人员后未达法定人数，须由更多成员出席后重新召开。',
    });
  }
}
