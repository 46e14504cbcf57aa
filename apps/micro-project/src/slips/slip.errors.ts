import { DomainError } from '@lianxin/service-kit';

/** Whoever is signed in and once keyed it in does not speak for the person whose slip it is. */
export class SlipOfAnotherError extends DomainError {
  readonly code = 'SLIP_OF_ANOTHER';
  constructor() {
    super({
      en: 'You keyed this in for somebody: only they themselves act with their slip.',
      zh: '该事项由您代为录入，凭回执的操作须由本人进行。',
    });
  }
}

/** An official who keyed it in may have kept the slip: nothing that a resident said disappears that way. */
export class SlipHeldInOfficeError extends DomainError {
  readonly code = 'SLIP_HELD_IN_OFFICE';
  constructor() {
    super({
      en: 'An official keyed it in: whoever said it takes it back at the office that deals with it.',
      zh: '该事项由工作人员代录，撤回须由本人向办理单位提出。',
    });
  }
}
