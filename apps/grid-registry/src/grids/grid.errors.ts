import { DomainError } from '@lianxin/service-kit';

export class MalformedGridCodeError extends DomainError {
  readonly code = 'GRID_CODE_MALFORMED';
  constructor() {
    super({
      en: 'A grid code has 15 digits: the village’s 12 and a number.',
      zh: '网格编码为15位：村（社区）12位代码加3位顺序号。',
    });
  }
}

export class UnknownGridError extends DomainError {
  readonly code = 'GRID_UNKNOWN';
  constructor(gridCode: string) {
    super({ en: `There is no grid ${gridCode}.`, zh: `不存在编码为 ${gridCode} 的网格。` }, { gridCode });
  }
}

export class GridCodeTakenError extends DomainError {
  readonly code = 'GRID_CODE_TAKEN';
  constructor(gridCode: string) {
    super({ en: `Grid ${gridCode} is defined already.`, zh: `网格 ${gridCode} 已存在。` }, { gridCode });
  }
}

export class VillageExpectedError extends DomainError {
  readonly code = 'VILLAGE_EXPECTED';
  constructor(areaCode: string) {
    super(
      { en: 'Name a village or a grid: 12 or 15 digits.', zh: '请填写村（社区）或网格编码（12位或15位）。' },
      { areaCode },
    );
  }
}

export class NegativeHouseholdCountError extends DomainError {
  readonly code = 'HOUSEHOLD_COUNT_NEGATIVE';
  constructor() {
    super({ en: 'A grid has 0 households or more.', zh: '网格户数不得为负数。' });
  }
}
