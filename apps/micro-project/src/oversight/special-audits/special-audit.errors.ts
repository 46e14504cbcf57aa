import { DomainError } from '@lianxin/service-kit';

export class AuditSizeError extends DomainError {
  readonly code = 'AUDIT_SIZE';
  constructor(largest: number) {
    super({ en: `Draw 1 to ${largest} projects.`, zh: `抽样数量须为 1 至 ${largest}。` }, { largest });
  }
}

export class AuditPopulationTooLargeError extends DomainError {
  readonly code = 'AUDIT_POPULATION_TOO_LARGE';
  constructor(largest: number) {
    super(
      {
        en: `There are more than ${largest} projects: choose a smaller area.`,
        zh: `项目超过 ${largest} 个，请缩小区域。`,
      },
      { largest },
    );
  }
}

export class AuditReportedError extends DomainError {
  readonly code = 'AUDIT_REPORTED';
  constructor() {
    super({ en: 'This audit was reported already.', zh: '该专项审计已报告。' });
  }
}

export class AuditFindingsError extends DomainError {
  readonly code = 'AUDIT_FINDINGS';
  constructor() {
    super({
      en: 'Give one finding for each project that was drawn, and for no other.',
      zh: '须对每个被抽中的项目各填写一条审计结论，且不得包含其他项目。',
    });
  }
}

export class AuditVillagesError extends DomainError {
  readonly code = 'AUDIT_VILLAGES';
  constructor(largest: number) {
    super(
      {
        en: `Name from 1 to ${largest} villages of the area, each once.`,
        zh: `须填写 1 至 ${largest} 个本区域内的村（社区），且不得重复。`,
      },
      { largest },
    );
  }
}

/** A report is written after the draw, and not in the future. */
export class AuditReportDayError extends DomainError {
  readonly code = 'AUDIT_REPORT_DAY';
  constructor() {
    super({ en: 'The report is of a day from the draw to today.', zh: '报告日期须在抽样之日至今日之间。' });
  }
}

/** What was drawn is audited before anything is drawn again. */
export class AuditOpenError extends DomainError {
  readonly code = 'AUDIT_OPEN';
  constructor() {
    super({
      en: 'A special audit of this area, of one around it or of one within it is open for that year: it is reported first.',
      zh: '本区域或其上级、下级区域该年度已有专项审计未出报告，须先报告后再抽样。',
    });
  }
}
