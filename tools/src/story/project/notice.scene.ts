import { randomUUID } from 'node:crypto';
import { VILLAGE } from '../plot.js';
import { expect, StoryError } from '../storyteller.js';
import { tell } from '../telling.js';
import { act, tryInVain } from './act.js';
import { OBJECT, PUBLIC_NOTICES, RULE } from './documents.js';
import type { ObjectionAnswer, PublicNotice } from './documents.js';
import type { Stage } from './stage.js';
import { BUDGET, TERMS } from './terms.js';

/** What the resident types; made up. */
const OBJECTION = '施工期间集市摊位往哪里放，挖开的沟会不会挡住我家门口？';
const RULING = {
  reason: '已到现场核实：施工分段进行，门前铺设钢板通行，摊位临时移至西侧。',
  finding: '经核实，分段施工并铺设通行钢板，不影响通行。',
};

/** Everybody reads it, one objects, the county rules, and nothing begins before (S0-15). */
export async function playNotice(stage: Stage): Promise<void> {
  const posted = await act(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'postMicroProjectNotice', input: 'ProjectStepInput', leadsTo: 'ON_NOTICE' },
    text: 'posts it for objections',
  });
  await read(stage);
  const objectionId = await object(stage);
  await tryInVain(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'startMicroProject', input: 'ProjectStepInput', code: 'ILLEGAL_TRANSITION' },
    text: 'cannot start the works while the notice is posted',
  });
  await stage.goOnAfter(new Date(posted.noticeEndsAt ?? Number.NaN), 'the days of the notice pass');
  await tryInVain(stage, stage.cast.villageOfficer, {
    ...{ ...ENDING, code: 'OBJECTION_OPEN', text: 'cannot end the notice while an objection waits' },
  });
  await rule(stage, objectionId);
  await act(stage, stage.cast.villageOfficer, {
    ...{ ...ENDING, leadsTo: 'CLEARED' },
    text: 'ends the notice: its time is over and nothing is left to rule',
  });
}

const ENDING = { mutation: 'endMicroProjectNotice', input: 'ProjectStepInput' };

function read(stage: Stage): Promise<void> {
  const { passerBy } = stage.cast;
  return stage.teller.step(passerBy.account, 'publicNotices', async () => {
    type Answer = { publicNotices: { edges: { node: PublicNotice }[] } };
    const { publicNotices } = await passerBy.ask<Answer>(PUBLIC_NOTICES, { areaCode: VILLAGE });
    const notice = publicNotices.edges
      .map(({ node }) => node)
      .find(({ projectId }) => projectId === stage.projectId);
    if (!notice) throw new StoryError('expected the notice on the board, got none');
    const { content, place, effect, budget, standing, decision } = notice;
    const { title: _title, ...fields } = TERMS;
    expect('the five fields', { content, place, effect, budget }, { ...fields, budget: BUDGET });
    expect('where it stands', [standing, decision?.body], ['OPEN', 'TOWNSHIP_PARTY_COMMITTEE']);
    return {
      text: `reads it on the board without any account: five fields, and whom to turn to`,
      found: { endsAt: notice.endsAt, dueOn: notice.dueOn, objectionChannel: notice.objectionChannel },
    };
  });
}

/** The village is told that there is an objection, not whose. */
function object(stage: Stage): Promise<string> {
  const { thirdResident } = stage.cast;
  return tell(stage, thirdResident, 'raiseObjection', async () => {
    const input = { projectId: stage.projectId, text: OBJECTION, isAnonymousToVillage: true };
    const objection = await thirdResident.command<ObjectionAnswer>(OBJECT, 'raiseObjection', input);
    expect('who rules', [objection.state, objection.rulingLevel], ['OPEN', 'COUNTY']);
    const text = 'objects, unknown to the village: the township decided, so the county rules';
    return { text, found: { objectionId: objection.id }, answer: objection.id };
  });
}

/** Nobody rules on what their own side decided. */
async function rule(stage: Stage, objectionId: string): Promise<void> {
  const { villageOfficer, townshipOfficer, countyCommand } = stage.cast;
  const ruling = { objectionId, isUpheld: false, reason: RULING.reason, finding: RULING.finding };
  for (const officer of [villageOfficer, townshipOfficer])
    await stage.teller.step(officer.account, 'ruleObjection', async () => {
      const code = await officer.refusalOf(RULE, { input: { requestId: randomUUID(), ...ruling } });
      expect('the refusal', code, 'NOT_FOUND');
      return { text: `cannot rule on it, it is not theirs: ${code}`, found: { code } };
    });
  await stage.teller.step(countyCommand.account, 'ruleObjection', async () => {
    const objection = await countyCommand.command<ObjectionAnswer>(RULE, 'ruleObjection', ruling);
    expect('the ruling', [objection.state, objection.finding], ['DISMISSED', RULING.finding]);
    return {
      text: 'dismisses it, with a reason and a finding that is published',
      found: { state: objection.state },
    };
  });
}
