import { shanghaiYear } from '@lianxin/policy';
import { TOWNSHIP, VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { APPROVE_PLAN, SUBMIT_PLAN } from './documents.js';
import type { PlanAnswer } from './documents.js';
import { meet } from './meetings.js';
import type { Body } from './meetings.js';
import type { Stage } from './stage.js';
import { BUDGET, TERMS } from './terms.js';

/** The village plans it, and the township's committee approves the plan: what is closed will count against it. @returns the item */
export async function playPlan(stage: Stage, committee: Body, needId: string): Promise<string> {
  const { recorder } = stage.cast;
  const plan = await submit(stage, needId);
  const meeting = await meet(stage, recorder, committee, TOWNSHIP);
  await stage.teller.step(recorder.account, 'approveYearlyPlan', async () => {
    const input = { planId: plan.id, version: plan.version, meeting };
    const approved = await recorder.command<PlanAnswer>(APPROVE_PLAN, 'approveYearlyPlan', input);
    expect('the plan', approved.state, 'APPROVED');
    return { text: 'records that the committee approved the plan', found: { state: approved.state } };
  });
  return plan.items[0]?.itemId ?? '';
}

function submit(stage: Stage, needId: string): Promise<PlanAnswer> {
  const { villageOfficer } = stage.cast;
  return tell(stage, villageOfficer, 'submitYearlyPlan', async () => {
    const item = { title: TERMS.title, quotaClass: 'SMALL', budget: BUDGET, needIds: [needId] };
    const input = { villageCode: VILLAGE, year: shanghaiYear(stage.now), items: [item] };
    const plan = await villageOfficer.command<PlanAnswer>(SUBMIT_PLAN, 'submitYearlyPlan', input);
    expect('the plan', [plan.state, plan.items.length], ['SUBMITTED', 1]);
    return { text: 'submits the plan of the year, with it in it', found: { planId: plan.id }, answer: plan };
  });
}
