import { DomainError } from '@lianxin/service-kit';

export class StatisticsPlaceError extends DomainError {
  readonly code = 'STATISTICS_PLACE_EXPECTED';
  constructor() {
    super({
      en: 'Name one area, one grid or one department whose events are to be counted.',
      zh: '请指定一个区划、一个网格或一个部门进行统计。',
    });
  }
}

export class PeriodNotPublishedError extends DomainError {
  readonly code = 'PERIOD_NOT_PUBLISHED';
  constructor() {
    super({
      en: 'Public figures are those of one whole month that is over.',
      zh: '公开统计数据按已结束的单个自然月提供。',
    });
  }
}
