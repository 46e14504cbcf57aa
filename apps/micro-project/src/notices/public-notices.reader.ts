import type { LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { checkPageSize, Clock, CursorSigner, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NoticesArgs } from './notice.args.js';
import { toPublicNoticeModel } from './notice.model.js';
import type { PublicNoticeModel } from './notice.model.js';
import { publicNoticesOf } from './public-notices.queries.js';
import type { NoticePage, PublicNotice } from './public-notices.queries.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'public-notices';
/** A code that no area has: an area that is not copied here has no notices. */
const NOWHERE = 'X';

/** The notice board of an area: the same for everybody. */
@Injectable()
export class PublicNoticesReader {
  constructor(
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  async page(scope: Scope, areaCode: string, args: NoticesArgs): Promise<Connection<PublicNoticeModel>> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, areaCode));
    return this.pageOfCode(scope, code, args);
  }

  async pageOfArea(scope: Scope, areaId: string, args: NoticesArgs): Promise<Connection<PublicNoticeModel>> {
    const code = await scope.load('codes of areas with notices', Number(areaId), this.codesOf);
    return this.pageOfCode(scope, code ?? NOWHERE, args);
  }

  private async pageOfCode(
    scope: Scope,
    code: string,
    args: NoticesArgs,
  ): Promise<Connection<PublicNoticeModel>> {
    const page = this.pageOf(args);
    const name = `notices of areas ${code.length} ${JSON.stringify({ ...args })}`;
    const rows = await scope.load(name, code, (tx, codes: readonly string[]) =>
      publicNoticesOf(tx, codes, page),
    );
    const cursorOf = ({ postedAt, id }: PublicNotice): string =>
      this.cursors.sign(CURSOR, [postedAt.toISOString(), id]);
    const toNode = (notice: PublicNotice): PublicNoticeModel => toPublicNoticeModel(notice, page.now);
    return toConnection(rows, { first: args.first, after: args.after, cursorOf, toNode });
  }

  private readonly codesOf = async (tx: EntityManager, ids: readonly number[]): Promise<(string | null)[]> =>
    (await this.areas.find(tx, ids)).map((area) => (area?.validUntil === null ? area.code : null));

  private pageOf({ isPast, first, after }: NoticesArgs): NoticePage {
    return {
      isPast,
      first: checkPageSize(first),
      after: this.cursors.verify(CURSOR, after),
      now: this.clock.now(),
    };
  }
}
