import { DomainError } from '@lianxin/service-kit';

export class ConcernedPartyError extends DomainError {
  readonly code = 'CONCERNED_PARTY_INVALID';
  constructor() {
    super({
      en: 'Say who is complained of: one body of this county, one department, or one person in office.',
      zh: '须指明被反映对象：本县（区）的一个单位、一个部门或一名在任人员。',
    });
  }
}

/** Nobody is left who may learn of it here; the caller is told who is. */
export class NobodyToProtectError extends DomainError {
  readonly code = 'NOBODY_TO_PROTECT';
  constructor() {
    super({
      en: 'No department for protection is set up here yet. Call 110, 12345 or 12338 (women’s hotline) now.',
      zh: '本地尚未设置负责保护的部门，请立即拨打110、12345或12338（妇女维权热线）。',
    });
  }
}

export class SettledAndHandedOverError extends DomainError {
  readonly code = 'SETTLED_AND_HANDED_OVER';
  constructor() {
    super({
      en: 'What was settled on the spot is not handed over: report it instead.',
      zh: '现场办结的事项不再移送，如需移送请改为上报。',
    });
  }
}

export class NotSettledOnTheSpotError extends DomainError {
  readonly code = 'NOT_SETTLED_ON_THE_SPOT';
  constructor() {
    super({
      en: 'A complaint, a matter of violence, abuse or neglect, or an emergency is reported, never registered as settled.',
      zh: '对单位或人员的反映、人身侵害和突发事件须上报，不得登记为现场办结。',
    });
  }
}

/** Whoever is complained of neither writes the complaint down nor speaks for who complains: they would hold its slip. */
export class KeyerConcernedError extends DomainError {
  readonly code = 'KEYER_CONCERNED';
  constructor() {
    super({
      en: 'You belong to the body that this concerns: somebody else has to take it down. Nothing was stored.',
      zh: '您属于被反映的单位，须由他人代为录入，本次内容未保存。',
    });
  }
}
