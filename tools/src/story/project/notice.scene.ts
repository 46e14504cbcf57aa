import { VILLAGE } from '../plot.js';
import { expect, StoryError } from '../storyteller.js';
import { act, tryInVain } from './act.js';
import { BUDGET, TERMS } from './decision.scene.js';
import { PUBLIC_NOTICES } from './documents.js';
import type { PublicNotice } from './documents.js';
import type { Stage } from './stage.js';

const start = { mutation: 'startMicroProject', input: 'ProjectStepInput' };

/** Everybody reads it, one objects, the county rules, and nothing begins before (S0-15). */
export async function playNotice(stage: Stage): Promise<void> {
  const { villageOfficer } = stage.cast;
  const posted = await act(stage, villageOfficer, {
    ...{ mutation: 'postMicroProjectNotice', input: 'ProjectStepInput', leadsTo: 'ON_NOTICE' },
    text: 'posts it for objections',
  });
  const endsAt = new Date(posted.noticeEndsAt ?? Number.NaN);
  await read(stage);
  await stage.goOnAt(stage.morningAfter(endsAt), 'the days of the notice pass');
  await act(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'endMicroProjectNotice', input: 'ProjectStepInput', leadsTo: 'CLEARED' },
    text: 'ends the notice: its time is over and nothing is left to rule',
  });
}

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

export const tryToStart = (stage: Stage, code: string): Promise<void> =>
  tryInVain(stage, stage.cast.villageOfficer, { ...start, code, text: 'cannot start work yet' });
