import { Access } from '@lianxin/access';
import type { LianxinContext } from '@lianxin/access';
import { checkPageSize, CursorSigner, toConnection } from '@lianxin/service-kit';
import type { Connection, PageArgs } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { IndicatorPartModel } from '../indicator.model.js';
import { toRecordModel } from './indicator-record.model.js';
import type { IndicatorRecordModel } from './indicator-record.model.js';
import type { RecordRole } from './record-sources.js';
import { findRecords } from './records.queries.js';
import type { RecordPage } from './records.queries.js';

@Injectable()
export class IndicatorRecordsService {
  constructor(
    private readonly access: Access,
    private readonly cursors: CursorSigner,
  ) {}

  /**
   * What a part counts, as of the moment that its figures are of.
   * @throws ForbiddenError without a post that may trace the area's figures
   * @throws InvalidCursorError for a cursor of another list
   * @throws PageSizeOutOfRangeError
   */
  async recordsOf(
    scope: LianxinContext['scope'],
    part: IndicatorPartModel,
    role: RecordRole,
    page: PageArgs,
  ): Promise<Connection<IndicatorRecordModel>> {
    const { areaCode, year, asOf, isNow } = part.reading;
    this.access.require(scope.actor, 'trace', 'Indicator', { areaCode });
    const list = ['indicator.records', areaCode, year, part.code, role].join(' ');
    // A client that has no cursor yet may leave it out or give null.
    const cursor = page.after ?? undefined;
    const after = cursor === undefined ? null : String(this.cursors.verify(list, cursor)[0]);
    const key: RecordPage = { areaCode, year, after, count: checkPageSize(page.first) + 1 };
    const name = ['indicator.records', part.code, role, asOf.toISOString(), isNow].join(' ');
    const rows = await scope.load(name, key, (tx, keys: readonly RecordPage[]) =>
      findRecords(tx, { part: part.code, role, asOf, isNow }, keys),
    );
    return toConnection(rows, {
      first: page.first,
      ...(cursor !== undefined && { after: cursor }),
      cursorOf: (record) => this.cursors.sign(list, [record.key]),
      toNode: toRecordModel,
    });
  }
}
