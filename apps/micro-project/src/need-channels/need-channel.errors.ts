import { DomainError } from '@lianxin/service-kit';

export class NeedChannelCodeError extends DomainError {
  readonly code = 'NEED_CHANNEL_CODE';
  constructor() {
    super({
      en: 'A code has capital letters, digits and underscores, begins with a letter, and is new.',
      zh: '渠道代码由大写字母、数字和下划线组成，以字母开头，且不得重复。',
    });
  }
}
