import { DomainError } from '@lianxin/service-kit';

export class PersonalColumnsPurposeError extends DomainError {
  readonly code = 'PERSONAL_COLUMNS_NOT_FOR_PURPOSE';
  constructor() {
    super({
      en: 'Names, contacts and words are filled in for follow-ups alone.',
      zh: '仅为回访导出时可包含个人信息。',
    });
  }
}
