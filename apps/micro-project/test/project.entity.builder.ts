import { randomUUID } from 'node:crypto';
import { Project } from '../src/projects/entity/project.entity.js';

const PROPOSED_AT = new Date('2026-03-02T02:00:00Z');

/** A project as its row would have it; a test names what matters to it. */
export function aProject(over: Partial<Project> = {}): Project {
  const project = Project.propose(
    {
      id: randomUUID(),
      villageId: 11,
      villageCode: '361104111200',
      gridNumber: null,
      kind: 'PUBLIC_FACILITY',
      leadBody: 'VILLAGE',
      quotaClass: 'SMALL',
      needIds: [randomUUID()],
      planItemId: null,
      proposerIds: [],
      proposedBy: randomUUID(),
      isInProcurementCatalogue: false,
      isInvestedElsewhere: false,
      collectiveMatters: [],
      isResolutionRequired: false,
      policyVersion: '',
      terms: { version: 1, title: '路灯', budgetFen: 800_000, dueOn: '2026-09-30' },
    },
    PROPOSED_AT,
  );
  return Object.assign(project, over);
}
