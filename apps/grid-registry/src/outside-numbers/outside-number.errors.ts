import type { OUTSIDE_SYSTEMS } from '@lianxin/contracts';
import { DomainError } from '@lianxin/service-kit';

export type OutsideSystem = (typeof OUTSIDE_SYSTEMS)[number];

/** What comes from a system that numbers its matters cannot be answered back without the number. */
export class OutsideReferenceMissingError extends DomainError {
  readonly code = 'OUTSIDE_REFERENCE_MISSING';
  constructor(system: OutsideSystem) {
    super(
      {
        en: 'What comes from there has a number there: give it, so that it can be answered.',
        zh: '该来源的事件须填写其外部编号，以便反馈。',
      },
      { system },
    );
  }
}

export class OutsideNumberTakenError extends DomainError {
  readonly code = 'OUTSIDE_NUMBER_TAKEN';
  /** @param gridEventId the event that has it, for those who may read that event */
  constructor(system: OutsideSystem, gridEventId: string | null) {
    super(
      {
        en: 'An event with this number is there already.',
        zh: '该外部编号的事件已存在。',
      },
      { system, ...(gridEventId !== null && { gridEventId }) },
    );
  }
}

export class OutsideNumbersError extends DomainError {
  readonly code = 'OUTSIDE_NUMBERS_INVALID';
  constructor(max: number) {
    super(
      {
        en: `An event carries at most ${max} numbers of other systems, each once.`,
        zh: `同一事件最多登记 ${max} 个外部编号，且不得重复。`,
      },
      { max },
    );
  }
}
