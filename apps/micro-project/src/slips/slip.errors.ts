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
