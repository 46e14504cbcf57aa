import { findAccount } from '../../issuer/accounts.js';
import { expect } from '../storyteller.js';
import { act, tryInVain } from './act.js';
import { ARCHIVE } from './documents.js';
import type { ArchiveEntry } from './documents.js';
import { scan } from './paper.js';
import type { Stage } from './stage.js';
import { CONTRACT, RETAINED } from './terms.js';

const CLOSING = { mutation: 'closeMicroProject', input: 'ProjectStepInput' };

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

/** The township audits and publishes; closed is what has its whole archive (S0-19, S0-24). */
export async function playClosing(stage: Stage): Promise<void> {
  await audit(stage);
  const { villageOfficer } = stage.cast;
  await tryInVain(stage, villageOfficer, {
    ...{
      ...CLOSING,
      code: 'ARCHIVE_INCOMPLETE',
      text: 'cannot close it with an archive that lacks something',
    },
  });
  await readArchive(stage, ['RESOLUTION', 'CONTRACT']);
  await scan(stage, villageOfficer, {
    ...{
      purpose: 'RESOLUTION',
      form: 'SIGNED_SCAN',
      text: "scans the villagers' signed resolution to let the work",
    },
  });
  await scan(stage, villageOfficer, {
    ...{ purpose: 'CONTRACT', form: 'SIGNED_SCAN', text: 'scans the signed contract, which was forgotten' },
  });
  await readArchive(stage, []);
  await act(stage, villageOfficer, {
    ...{ ...CLOSING, leadsTo: 'CLOSED', text: 'closes it: its whole life is in the archive' },
  });
}

async function audit(stage: Stage): Promise<void> {
  const { townshipOfficer } = stage.cast;
  const documentId = await scan(stage, townshipOfficer, {
    ...{ purpose: 'AUDIT', form: 'SEALED_SCAN', text: 'scans the sealed audit' },
  });
  const finalAccountDocumentId = await scan(stage, townshipOfficer, {
    ...{ purpose: 'FINAL_ACCOUNT', form: 'SIGNED_SCAN', text: 'scans the signed final account' },
  });
  await act(stage, townshipOfficer, {
    ...{ mutation: 'publishMicroProjectAudit', input: 'PublishMicroProjectAuditInput', leadsTo: 'AUDITED' },
    arguments: {
      ...{ finalAmount: CONTRACT, retainedAmount: RETAINED, documentId, finalAccountDocumentId },
      effect: '雨后半小时内排干，集市不再积水。',
    },
    text: `publishes audit and final account: ${CONTRACT} yuan, of which ${RETAINED} stand back`,
  });
}

function readArchive(stage: Stage, missing: readonly string[]): Promise<void> {
  const { villageOfficer } = stage.cast;
  return stage.teller.step(villageOfficer.account, 'MicroProject.archive', async () => {
    type Answer = { microProject: { archive: ArchiveEntry[] } };
    const { microProject } = await villageOfficer.ask<Answer>(ARCHIVE, { id: stage.projectId });
    const { archive } = microProject;
    const lacking = archive.filter(({ isComplete }) => !isComplete).map(({ item }) => item);
    expect('what is missing', lacking, missing);
    const stateOf = (state: string): number => archive.filter((entry) => entry.state === state).length;
    const told = `${stateOf('RECORDED')} items recorded, ${stateOf('SIGNED_SCAN')} scanned signed, ${stateOf('SEALED_SCAN')} sealed`;
    const text =
      missing.length > 0 ? `reads what is missing: ${missing.join(', ')}` : 'finds nothing missing';
    return { text: `${text}; ${told}`, found: { missing, archive } };
  });
}
