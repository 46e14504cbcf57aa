import { findAccount } from '../../issuer/accounts.js';
import { act } from './act.js';
import { scan } from './paper.js';
import type { Stage } from './stage.js';

/** Whoever asked for it takes part when it is inspected (S0-18). */
export async function playAcceptance(stage: Stage): Promise<void> {
  const { villageOfficer, resident } = stage.cast;
  const documentId = await scan(stage, villageOfficer, {
    ...{ purpose: 'ACCEPTANCE', form: 'SIGNED_SCAN' },
    text: 'scans the sheet of the inspection, signed by all who were there',
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'inspectMicroProject', input: 'InspectMicroProjectInput', leadsTo: 'ACCEPTED' },
    arguments: {
      ...{ isPassed: true, documentId, note: '沟底坡度、盖板强度抽查合格。' },
      proposerId: findAccount(resident.account)?.subject,
    },
    text: 'accepts the works, together with the resident who asked for them',
  });
}
