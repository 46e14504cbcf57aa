import { Access } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { codesOfAreas } from '../../project-views/areas.queries.js';
import { checkYear } from '../oversight.errors.js';
import { toStatisticsModel } from './statistics.model.js';
import type { ProjectStatisticsModel } from './statistics.model.js';
import { overdueInAreas, talliesOfAreas } from './statistics.queries.js';

type Scope = LianxinContext['scope'];

/** Statistics out of the tallies: the question does not grow with the number of projects. */
@Injectable()
export class ProjectStatisticsReader {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly policies: PolicyReplica,
  ) {}

  /** @throws ForbiddenError, YearMalformedError, UnknownAreaError */
  async ofCode(scope: Scope, actor: Actor, areaCode: string, year: number): Promise<ProjectStatisticsModel> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, areaCode));
    this.access.require(actor, 'read', 'MicroProjectStatistics', { areaCode: code });
    return this.statistics(scope, code, year);
  }

  /** Null for an area that is not copied here or is no more, and where the caller has no post over it. */
  async ofArea(
    scope: Scope,
    actor: Actor,
    areaId: string,
    year: number,
  ): Promise<ProjectStatisticsModel | null> {
    const code = await scope.load('codes of areas', Number(areaId), codesOfAreas(this.areas));
    if (code === null) return null;
    const isOver = this.access.findGrant(actor, 'read', 'MicroProjectStatistics', { areaCode: code });
    return isOver ? this.statistics(scope, code, year) : null;
  }

  private async statistics(scope: Scope, code: string, year: number): Promise<ProjectStatisticsModel> {
    checkYear(year);
    const now = this.clock.now();
    const moment = { now, today: shanghaiDay(now) };
    const [rows, overdue] = await Promise.all([
      scope.load(`project tallies ${year}`, code, (tx, codes: readonly string[]) =>
        talliesOfAreas(tx, codes, [year]),
      ),
      scope.load('overdue projects', code, (tx, codes: readonly string[]) =>
        overdueInAreas(tx, codes, moment),
      ),
    ]);
    const book = await this.policies.book();
    const { value } = book.valueAt('indicator.minimum-sample', { areaCode: code, on: now });
    return toStatisticsModel(rows, overdue, value);
  }
}
