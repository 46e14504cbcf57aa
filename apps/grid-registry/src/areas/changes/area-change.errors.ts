import { DomainError } from '@lianxin/service-kit';

export class AreaChangeDecidedError extends DomainError {
  readonly code = 'AREA_CHANGE_DECIDED';
  constructor(id: string, state: string) {
    super({ en: `This change is no longer open: ${state}.`, zh: `该变更已处理：${state}。` }, { id, state });
  }
}

/** What was proposed does not fit the areas as they are now: a new import tells what does. */
export class AreaChangeOutdatedError extends DomainError {
  readonly code = 'AREA_CHANGE_OUTDATED';
  constructor(id: string) {
    super(
      {
        en: 'The areas have changed since this was proposed; import again.',
        zh: '区划已发生变化，请重新导入后再处理。',
      },
      { id },
    );
  }
}

export class AreaParentMissingError extends DomainError {
  readonly code = 'AREA_PARENT_MISSING';
  constructor(id: string, parentCode: string) {
    super(
      {
        en: `No area has the code ${parentCode} yet; approve that change first or together with this one.`,
        zh: `上级区划 ${parentCode} 尚不存在，请先批准或一并批准其变更。`,
      },
      { id, parentCode },
    );
  }
}

export class AreaCodeTakenError extends DomainError {
  readonly code = 'AREA_CODE_TAKEN';
  constructor(id: string, areaCode: string) {
    super(
      { en: `Another area has the code ${areaCode} today.`, zh: `代码 ${areaCode} 现由其他区划使用。` },
      { id, areaCode },
    );
  }
}

export class AreaNotEmptyError extends DomainError {
  readonly code = 'AREA_NOT_EMPTY';
  constructor(id: string, areaCode: string) {
    super(
      {
        en: `${areaCode} cannot be gone while areas lie in it; decide about those first or together with it.`,
        zh: `${areaCode} 仍有下级区划，请先处理或一并处理其下级。`,
      },
      { id, areaCode },
    );
  }
}

export class AreaChangeCountError extends DomainError {
  readonly code = 'AREA_CHANGE_COUNT_OUT_OF_RANGE';
  constructor(count: number, max: number) {
    super(
      { en: `Decide from 1 to ${max} changes at once.`, zh: `一次可处理 1 至 ${max} 项变更。` },
      { count, max },
    );
  }
}
