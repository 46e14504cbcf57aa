import type { LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import type { PolicyBook } from '@lianxin/policy';
import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import type { AreaCopy } from '@lianxin/replicas';
import { Clock, DomainError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { talliesOfAreas } from '../statistics/statistics.queries.js';
import { addUp, progressOf, yearsOf } from './programme.js';
import type { Programme, Progress } from './programme.js';

type Scope = LianxinContext['scope'];

const TOWNSHIP_CODE_LENGTH = 9;
const LEVELS: readonly AreaCopy['level'][] = ['COUNTY', 'TOWNSHIP', 'VILLAGE'];

const TOWNSHIPS = `SELECT code FROM area WHERE level = 'TOWNSHIP' AND valid_until IS NULL AND code >= $1 AND code < $1 || ':'`;
const VILLAGES = `SELECT count(*)::int AS count FROM area
  WHERE level = 'VILLAGE' AND valid_until IS NULL AND code >= $1 AND code < $1 || ':'`;

export class ProgrammeLevelError extends DomainError {
  readonly code = 'PROGRAMME_LEVEL';
  constructor() {
    super({
      en: 'Progress is shown of a county, a township or a village.',
      zh: '进度仅按县（区）、乡镇（街道）、村（社区）统计。',
    });
  }
}

/** S0-01: a township has a target; a county that of all its townships; a village an equal share, rounded up. */
@Injectable()
export class ProgrammeReader {
  constructor(
    private readonly areas: AreaReplica,
    private readonly clock: Clock,
    private readonly policies: PolicyReplica,
  ) {}

  /** @throws ProgrammeLevelError, UnknownAreaError */
  async progress(scope: Scope, areaCode: string): Promise<Progress> {
    const book = await this.policies.book();
    return scope.read(async (tx) => {
      const area = await this.areas.getByCode(tx, areaCode);
      if (!LEVELS.includes(area.level)) throw new ProgrammeLevelError();
      const programmes = await this.programmesOf(tx, book, area);
      const codes = [...programmes.keys()];
      const years = [...new Set([...programmes.values()].flatMap(yearsOf))];
      const tallies = await talliesOfAreas(tx, codes, years);
      const today = shanghaiDay(this.clock.now());
      return addUp(
        [...programmes.values()].map((each, place) => progressOf(each, tallies[place] ?? [], today)),
      );
    });
  }

  private async programmesOf(
    tx: EntityManager,
    book: PolicyBook,
    { code, level }: AreaCopy,
  ): Promise<Map<string, Programme>> {
    if (level === 'VILLAGE') return new Map([[code, await this.shareOf(tx, book, code)]]);
    const townships = await tx.query<{ code: string }[]>(TOWNSHIPS, [code]);
    return new Map(townships.map((township) => [township.code, this.programmeOf(book, township.code)]));
  }

  private async shareOf(tx: EntityManager, book: PolicyBook, villageCode: string): Promise<Programme> {
    const township = villageCode.slice(0, TOWNSHIP_CODE_LENGTH);
    const [villages] = await tx.query<{ count: number }[]>(VILLAGES, [township]);
    const whole = this.programmeOf(book, township);
    return { ...whole, target: Math.ceil(whole.target / (villages?.count ?? 1)) };
  }

  private programmeOf(book: PolicyBook, areaCode: string): Programme {
    const question = { areaCode, on: this.clock.now() };
    return {
      target: book.valueAt('micro-project.programme-target', question).value,
      firstYear: book.valueAt('micro-project.programme-starts', question).value,
      years: book.valueAt('micro-project.programme-years', question).value,
    };
  }
}
