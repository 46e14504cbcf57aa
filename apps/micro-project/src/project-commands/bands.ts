import { PolicyReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import { bandOf } from '../decisions/decision-band.js';
import type { BandEdges, DecisionBand } from '../decisions/decision-band.js';

/** Whose decision which amount is, by the policy of a day (S0-11…14). */
@Injectable()
export class Bands {
  constructor(private readonly policies: PolicyReplica) {}

  async of(
    villageCode: string,
    amountFen: number,
    on: Date,
  ): Promise<{ band: DecisionBand; policyVersion: string }> {
    const { edges, policyVersion } = await this.edgesOn(villageCode, on);
    return { band: bandOf(amountFen, edges), policyVersion };
  }

  async edgesOn(villageCode: string, on: Date): Promise<{ edges: BandEdges; policyVersion: string }> {
    const book = await this.policies.book();
    const question = { areaCode: villageCode, on };
    const filed = book.valueAt('micro-project.filed-from', question);
    const reviewed = book.valueAt('micro-project.reviewed-from', question);
    const decided = book.valueAt('micro-project.decided-above-from', question);
    const edges: BandEdges = {
      filedFrom: filed.value,
      reviewedFrom: reviewed.value,
      decidedAboveFrom: decided.value,
    };
    const versions = [filed, reviewed, decided].map(({ version }) => version).join('+');
    return { edges, policyVersion: `micro-project.bands@${versions}` };
  }
}
