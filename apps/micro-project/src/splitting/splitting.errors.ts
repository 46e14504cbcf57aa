import { DomainError } from '@lianxin/service-kit';

/** Nobody judges whether they themselves split a work. */
export class SplittingJudgeInvolvedError extends DomainError {
  readonly code = 'SPLITTING_JUDGE_INVOLVED';
  constructor() {
    super({
      en: 'You proposed this project, took its steps or are behind its contractor: somebody else judges.',
      zh: '您参与过该项目的提出、实施，或与承包方有关，应由其他人员认定。',
    });
  }
}
