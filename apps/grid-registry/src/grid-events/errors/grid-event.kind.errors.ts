import { DomainError } from '@lianxin/service-kit';
import type { GridEventKind } from '../entity/grid-event.row.js';

/** S3-16: each kind has a way of its own. */
export class KindMismatchError extends DomainError {
  readonly code = 'KIND_MISMATCH';
  constructor(step: string, kind: GridEventKind) {
    super(
      {
        en: `A ${kind} event has no step "${step}".`,
        zh: `${kind} 类事件没有“${step}”这一步骤。`,
      },
      { step, kind },
    );
  }
}

/** S3-16: mediation is voluntary. */
export class MediationNotConsentedError extends DomainError {
  readonly code = 'MEDIATION_NOT_CONSENTED';
  constructor() {
    super({
      en: 'Mediation is voluntary: record first that the parties agree.',
      zh: '调解遵循自愿原则，须先登记各方当事人同意调解。',
    });
  }
}

/** S3-16: a mediation is kept in the grid. */
export class MediationStaysInGridError extends DomainError {
  readonly code = 'MEDIATION_STAYS_IN_GRID';
  constructor() {
    super({
      en: 'A mediation stays in grid and village unless a party asks for more.',
      zh: '调解性事件由网格、村（社区）处理，当事人提出申请方可移出。',
    });
  }
}

/** S3-16: of an approval the procedure is told. */
export class ApprovalNotHandledError extends DomainError {
  readonly code = 'APPROVAL_NOT_HANDLED';
  constructor() {
    super({
      en: 'An approval matter is not handled here: tell the procedure and the competent window.',
      zh: '审批性事件不按一般事件办理，应告知办事程序和受理窗口。',
    });
  }
}

export class ProcedureWindowError extends DomainError {
  readonly code = 'PROCEDURE_WINDOW_INVALID';
  constructor() {
    super({
      en: 'Name the competent window: one department of the place, or in words.',
      zh: '须写明受理窗口：指定当地一个部门或填写窗口名称，且只能选其一。',
    });
  }
}
