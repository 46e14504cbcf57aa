import { SlipCodes } from '@lianxin/personal-data';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';

/** Number and query code of an event, derived from its id and this service's secret. */
@Injectable()
export class Slips extends SlipCodes {
  constructor(secrets: Secrets) {
    super(secrets.keyFor('report slip'));
  }

  /** The number on the receipt of a handover: random like a slip's, and another one each time it is handed over. */
  receiptNumberOf(gridEventId: string, reopenCount: number): string {
    return this.numberOf(gridEventId, `receipt ${reopenCount}`);
  }
}
