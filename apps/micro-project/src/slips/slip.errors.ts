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
      en: 'An official keyed it in and may have kept the slip: the slip tells how it stands, and nothing is done with it. Whoever said it tells the office that deals with it, where an officer who is signed in brings it forward or keys in what is new; or they speak up anew, also through somebody who holds no office.',
      zh: '该事项由工作人员代录，凭回执只能查询。如需撤回或重新提请，请本人到办理单位窗口提出，由工作人员登录后提交研究或另行录入；也可由本人或委托非工作人员重新提出。',
    });
  }
}
