import { DomainError } from '@lianxin/service-kit';

export class IllegalPlanStepError extends DomainError {
  readonly code = 'ILLEGAL_PLAN_STEP';
  constructor(step: string, from: string) {
    super(
      {
        en: `A plan that is ${from} cannot take the step "${step}".`,
        zh: `年度计划当前状态为 ${from}，不能执行“${step}”。`,
      },
      { step, from },
    );
  }
}

export class PlanYearError extends DomainError {
  readonly code = 'PLAN_YEAR';
  constructor(year: number, first: number, last: number) {
    super(
      {
        en: `A plan is submitted for ${first} or ${last}.`,
        zh: `年度计划只能申报 ${first} 或 ${last} 年度。`,
      },
      { year, first, last },
    );
  }
}

/** What is approved is the version that the meeting had before it. */
export class PlanVersionError extends DomainError {
  readonly code = 'PLAN_VERSION';
  constructor(version: number) {
    super(
      { en: 'The plan has another version by now.', zh: '年度计划已有其他版本，请核对后再办理。' },
      { version },
    );
  }
}

export class PlanItemsError extends DomainError {
  readonly code = 'PLAN_ITEMS';
  constructor(max: number) {
    super(
      {
        en: `A plan has from 1 to ${max} items, and names each item and each need once.`,
        zh: `年度计划应有 1 至 ${max} 个项目，每个项目、每件需求只能列一次。`,
      },
      { max },
    );
  }
}

/** Alike for an item of another village, of a version that does not hold, or of no plan. */
export class PlanItemUnknownError extends DomainError {
  readonly code = 'PLAN_ITEM_UNKNOWN';
  constructor() {
    super({
      en: 'There is no such item in the plan of this village.',
      zh: '该村（社区）年度计划中没有所填项目。',
    });
  }
}

export class PlanItemTakenError extends DomainError {
  readonly code = 'PLAN_ITEM_TAKEN';
  constructor() {
    super({
      en: 'Another project carries this item of the plan out already.',
      zh: '该计划项目已由其他项目实施。',
    });
  }
}

export class PlanItemClassError extends DomainError {
  readonly code = 'PLAN_ITEM_CLASS';
  constructor(quotaClass: string) {
    super(
      {
        en: 'The plan has this item in the other class of quota.',
        zh: '项目额度类别与年度计划不一致。',
      },
      { quotaClass },
    );
  }
}

/** What a project carries out cannot be planned away. */
export class PlanItemInUseError extends DomainError {
  readonly code = 'PLAN_ITEM_IN_USE';
  constructor(itemId: string) {
    super(
      {
        en: 'A project carries this item out: it stays in the plan, in its class.',
        zh: '该计划项目已立项实施，不得从计划中删除或变更类别。',
      },
      { itemId },
    );
  }
}
