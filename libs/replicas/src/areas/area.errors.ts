import { DomainError } from '@lianxin/service-kit';

/** What was given is not repeated: anything may have been typed there. */
export class MalformedAreaCodeError extends DomainError {
  readonly code = 'AREA_CODE_MALFORMED';
  constructor(length: number) {
    super(
      {
        en: 'An area code has 2, 4, 6, 9 or 12 digits and nothing else.',
        zh: '行政区划代码须为 2、4、6、9 或 12 位数字。',
      },
      { length },
    );
  }
}

export class UnknownAreaError extends DomainError {
  readonly code = 'AREA_UNKNOWN';
  constructor(areaCode: string) {
    super(
      { en: `No area has the code ${areaCode}.`, zh: `没有代码为 ${areaCode} 的行政区划。` },
      { areaCode },
    );
  }
}

/** A code of former days. `successorCodes` are today's, and empty when nothing took over. */
export class RecodedAreaError extends DomainError {
  readonly code = 'AREA_RECODED';
  constructor(areaCode: string, successorCodes: readonly string[]) {
    const successors = successorCodes.join(', ');
    super(
      {
        en: `The code ${areaCode} is no longer in use${successors && `; use ${successors}`}.`,
        zh: `代码 ${areaCode} 已停用${successors && `，请改用 ${successors}`}。`,
      },
      { areaCode, successorCodes },
    );
  }
}
