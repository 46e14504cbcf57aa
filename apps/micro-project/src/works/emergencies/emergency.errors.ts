import { DomainError } from '@lianxin/service-kit';

export class SkippedStepsError extends DomainError {
  readonly code = 'SKIPPED_STEPS';
  constructor() {
    super({
      en: 'An emergency names what it skips, each once.',
      zh: '应急性事项须列明先行的环节，且不得重复。',
    });
  }
}
