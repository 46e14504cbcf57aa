import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { shanghaiDay } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { checkUuid } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DiscussionTimes } from '../needs/discussion-times.js';
import type { Need } from '../needs/need.entity.js';
import { NeedSteps } from '../needs/need-steps.js';
import type { TakenNeedStep } from '../needs/need-steps.js';
import { Words } from '../words/words.js';

/** What whoever asked for something does with it afterwards, with an account or a slip. */
@Injectable()
export class NeedOwnService {
  constructor(
    private readonly policies: PolicyReplica,
    private readonly steps: NeedSteps,
    private readonly times: DiscussionTimes,
    private readonly words: Words,
  ) {}

  withdrawNeed(tx: EntityManager, actor: Actor, needId: string): Promise<Need> {
    const change = (need: Need, at: Date): TakenNeedStep => {
      need.withdraw(at);
      return { name: 'withdraw' };
    };
    return this.steps.take(tx, actor, { needId, action: 'withdraw', change });
  }

  /** S0-10: once, and the next discussion has it again. @throws ReconsiderationUsedUpError */
  reconsiderNeed(
    tx: EntityManager,
    actor: Actor,
    { needId, note }: { needId: string; note: string },
    sealer: Sealer,
  ): Promise<Need> {
    const change = async (need: Need, at: Date): Promise<TakenNeedStep> => {
      const book = await this.policies.book();
      const question = { areaCode: need.villageCode, on: at };
      const { value: allowed } = book.valueAt('micro-project.need-reconsiderations', question);
      need.reconsider(await this.times.dueAfter(need.villageCode, shanghaiDay(at)), allowed, at);
      const place = { sealer, aggregate: 'need', id: checkUuid(needId, 'needId') };
      const sealed = await this.words.seal(place, { note }, 'micro-project.need-characters');
      return { name: 'reconsider', sealed };
    };
    return this.steps.take(tx, actor, { needId, action: 'reconsider', change });
  }
}
