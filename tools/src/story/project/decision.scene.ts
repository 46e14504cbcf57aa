import { randomUUID } from 'node:crypto';
import { officialCalendar, shanghaiDay } from '@lianxin/policy';
import { TOWNSHIP, VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { act, tryInVain } from './act.js';
import { projectStep, SET_BODY_MEMBERS } from './documents.js';
import type { ProjectAnswer } from './documents.js';
import { scan } from './paper.js';
import type { Stage } from './stage.js';

export const BUDGET = '85000.00';
/** What will hang on the notice board: it names nobody. */
export const TERMS = {
  title: '集市路排水沟改造',
  content: '疏通并加盖集市东侧排水沟一百二十米，更换破损盖板',
  place: '集市东侧路段',
  effect: '雨天不再积水，赶集和上学的路好走',
};
const workingDays = 45;
const committeeSize = 7;

/** Who belongs to a body is registered by the level above or its own office. @returns the members */
export function registerBody(stage: Stage, kind: string, areaCode: string): Promise<string[]> {
  const { townshipOfficer } = stage.cast;
  return tell(stage, townshipOfficer, 'setBodyMembers', async () => {
    const memberIds = Array.from({ length: committeeSize }, () => randomUUID());
    const input = { kind, areaCode, memberIds };
    const body = await townshipOfficer.command<{ memberIds: string[] }>(
      SET_BODY_MEMBERS,
      'setBodyMembers',
      input,
    );
    expect('the members', body.memberIds.length, committeeSize);
    const text = `registers who sits on ${kind} of ${areaCode}`;
    return { text, found: { kind, memberCount: committeeSize }, answer: memberIds };
  });
}

/** The village proposes it, cannot decide it, and the township's committee does at a meeting (S0-13). */
export async function playDecision(stage: Stage, sources: Record<string, unknown>): Promise<void> {
  const { villageOfficer } = stage.cast;
  await propose(stage, sources);
  await act(stage, villageOfficer, {
    ...{ mutation: 'submitMicroProject', input: 'ProjectStepInput', leadsTo: 'SUBMITTED' },
    text: 'submits it: the review begins, its money is reserved',
  });
  const members = await registerBody(stage, 'TOWNSHIP_PARTY_COMMITTEE', TOWNSHIP);
  await decide(stage, members);
}

function propose(stage: Stage, sources: Record<string, unknown>): Promise<void> {
  const { villageOfficer } = stage.cast;
  return stage.teller.step(villageOfficer.account, 'proposeMicroProject', async () => {
    const document = projectStep('proposeMicroProject', 'ProposeProjectInput');
    const dueAt = officialCalendar.deadlineFrom(stage.platform.clocks.now(), {
      amount: workingDays,
      unit: 'workingDays',
    });
    const project = await villageOfficer.command<ProjectAnswer>(document, 'proposeMicroProject', {
      ...{ villageCode: VILLAGE, kind: 'PUBLIC_FACILITY', leadBody: 'VILLAGE', quotaClass: 'SMALL' },
      terms: { ...TERMS, budget: BUDGET, dueOn: shanghaiDay(dueAt) },
      ...sources,
      ...{ isInvestedElsewhere: false, isInProcurementCatalogue: false, isSpecialised: false },
      collective: {
        ...{ usesCollectiveMoney: false, raisesMoneyOrLabour: false },
        ...{ letsContract: false, touchesCollectiveProperty: false },
      },
    });
    expect('the project', [project.state, project.budget], ['PROPOSED', BUDGET]);
    stage.projectId = project.id;
    return { text: `proposes a project of ${BUDGET} yuan`, found: { projectId: project.id } };
  });
}

async function decide(stage: Stage, members: readonly string[]): Promise<void> {
  const { recorder, villageOfficer } = stage.cast;
  const minutesDocumentId = await scan(stage, recorder, {
    ...{ purpose: 'MINUTES', form: 'SIGNED_SCAN' },
    text: 'scans the signed minutes of the committee’s meeting',
  });
  const recording = { mutation: 'recordMicroProjectDecision', input: 'RecordProjectDecisionInput' };
  const decision = {
    meeting: {
      ...{ heldOn: stage.today, minutesNumber: '郑坊党纪〔3〕号', minutesDocumentId },
      ...{ body: 'TOWNSHIP_PARTY_COMMITTEE', presentIds: members.slice(0, -1) },
    },
    ...{ stakeholderIds: [], relations: [], isAdopted: true },
  };
  await tryInVain(stage, villageOfficer, {
    ...recording,
    ...{ arguments: decision, code: 'FORBIDDEN' },
    text: 'cannot key in what another body decided',
  });
  const decided = await act(stage, recorder, {
    ...{ ...recording, arguments: decision, leadsTo: 'DECIDED' },
    text: 'records what the committee decided at its meeting: 85,000 yuan are promised',
  });
  expect('what is promised', decided.committed, BUDGET);
}
