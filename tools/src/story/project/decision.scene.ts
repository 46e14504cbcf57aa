import { randomUUID } from 'node:crypto';
import { officialCalendar, shanghaiDay } from '@lianxin/policy';
import { VILLAGE } from '../plot.js';
import { expect } from '../storyteller.js';
import { act, tryInVain } from './act.js';
import { projectStep } from './documents.js';
import type { ProjectAnswer } from './documents.js';
import { meet } from './meetings.js';
import type { Body } from './meetings.js';
import type { Stage } from './stage.js';
import { BUDGET, TERMS } from './terms.js';

const workingDays = 45;

/** What a project comes out of. */
export interface Sources {
  readonly needIds: readonly string[];
  readonly planItemId?: string;
}

/** The village proposes it, cannot decide it, and the township's committee does at a meeting (S0-13). */
export async function playDecision(stage: Stage, committee: Body, sources: Sources): Promise<void> {
  const { villageOfficer } = stage.cast;
  await propose(stage, sources);
  await act(stage, villageOfficer, {
    ...{ mutation: 'submitMicroProject', input: 'ProjectStepInput', leadsTo: 'SUBMITTED' },
    text: 'submits it: its money is reserved, and the review begins',
  });
  await decide(stage, committee);
}

function propose(stage: Stage, sources: Sources): Promise<void> {
  const { villageOfficer } = stage.cast;
  return stage.teller.step(villageOfficer.account, 'proposeMicroProject', async () => {
    const document = projectStep('proposeMicroProject', 'ProposeProjectInput');
    const limit = { amount: workingDays, unit: 'workingDays' } as const;
    const dueOn = shanghaiDay(officialCalendar.deadlineFrom(stage.now, limit));
    const project = await villageOfficer.command<ProjectAnswer>(document, 'proposeMicroProject', {
      ...{ villageCode: VILLAGE, kind: 'PUBLIC_FACILITY', leadBody: 'VILLAGE', quotaClass: 'SMALL' },
      ...{ terms: { ...TERMS, budget: BUDGET, dueOn }, ...sources },
      ...{ isInvestedElsewhere: false, isInProcurementCatalogue: false, isSpecialised: false },
      collective: {
        ...{ usesCollectiveMoney: false, raisesMoneyOrLabour: false },
        ...{ letsContract: true, touchesCollectiveProperty: false },
      },
    });
    expect('the project', [project.state, project.budget], ['PROPOSED', BUDGET]);
    stage.projectId = project.id;
    return { text: `proposes a project of ${BUDGET} yuan`, found: { projectId: project.id } };
  });
}

async function decide(stage: Stage, committee: Body): Promise<void> {
  const { recorder, villageOfficer } = stage.cast;
  const meeting = await meet(stage, recorder, committee);
  const recording = {
    ...{ mutation: 'recordMicroProjectDecision', input: 'RecordProjectDecisionInput' },
    arguments: { meeting, stakeholderIds: [], relations: [], isAdopted: true, resolutionId: randomUUID() },
  };
  await tryInVain(stage, villageOfficer, {
    ...{ ...recording, code: 'FORBIDDEN' },
    text: 'cannot key in what another body decides',
  });
  const decided = await act(stage, recorder, {
    ...{ ...recording, leadsTo: 'DECIDED' },
    text: `records what the committee decided at its meeting: ${BUDGET} yuan are promised`,
  });
  expect('what is promised', decided.committed, BUDGET);
}
