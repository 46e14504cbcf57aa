import { SlipCodes } from '@lianxin/personal-data';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';

/** Number and query code of a need, an objection or a remark, derived from its id and this service's secret. */
@Injectable()
export class Slips extends SlipCodes {
  constructor(secrets: Secrets) {
    super(secrets.keyFor('micro-project slip'));
  }
}
