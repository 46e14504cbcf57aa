import type { Person } from '../person.js';
import { expect } from '../storyteller.js';
import { act, tryInVain } from './act.js';
import type { ProjectAnswer } from './documents.js';
import { meet } from './meetings.js';
import type { Body } from './meetings.js';
import { scan } from './paper.js';
import type { Stage } from './stage.js';
import { CONTRACT } from './terms.js';

const OFFERS = [
  { bidder: '演示建筑队甲', amount: CONTRACT, isChosen: true },
  { bidder: '演示建筑队乙', amount: '84900.00', isChosen: false },
  { bidder: '演示建筑队丙', amount: '88000.00', isChosen: false },
];

const weeks = { first: 10, second: 15 };

interface Payment {
  readonly stage: 'ADVANCE' | 'PROGRESS' | 'COMPLETION';
  readonly amount: string;
  readonly voucherNumber: string;
  readonly text: string;
}

/** Chosen openly, paid within what was promised, done in time. */
export async function playWorks(stage: Stage, committees: Body): Promise<void> {
  await choose(stage, committees);
  await act(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'startMicroProject', input: 'ProjectStepInput', leadsTo: 'IN_PROGRESS' },
    text: 'starts the works',
  });
  await pay(stage, {
    ...{ stage: 'ADVANCE', amount: '25000.00', voucherNumber: '凭-01' },
    text: 'records an advance of 25,000 yuan',
  });
  await stage.goOnWorkingDays(weeks.first, 'ten working days of digging pass');
  await reachMilestone(stage);
  await pay(stage, {
    ...{ stage: 'PROGRESS', amount: '12000.00', voucherNumber: '凭-02' },
    text: 'records 12,000 yuan for what is done',
  });
  await stage.goOnWorkingDays(weeks.second, 'fifteen working days of building pass');
  await act(stage, stage.cast.villageOfficer, {
    ...{ mutation: 'completeMicroProject', input: 'ProjectStepInput', leadsTo: 'COMPLETED' },
    text: 'reports the works done, before their time limit',
  });
  await payTheRest(stage);
}

async function choose(stage: Stage, committees: Body): Promise<void> {
  const { villageOfficer } = stage.cast;
  const comparisonDocumentId = await scan(stage, villageOfficer, {
    ...{ purpose: 'COMPARISON', form: 'SIGNED_SCAN' },
    text: 'scans the comparison of three quotes',
  });
  const meeting = await meet(stage, villageOfficer, committees);
  await act(stage, villageOfficer, {
    ...{ mutation: 'selectMicroProjectContractor', input: 'SelectContractorInput', leadsTo: 'CLEARED' },
    arguments: {
      ...{ method: 'QUOTES', offers: OFFERS, comparisonDocumentId, personIds: [], meeting },
      kinship: { isDeclared: false, relatedIds: [] },
    },
    text: `records whom the two committees chose: the cheapest of three, ${CONTRACT} yuan, no kin of theirs`,
  });
}

async function reachMilestone(stage: Stage): Promise<void> {
  const { villageOfficer } = stage.cast;
  const documentId = await scan(stage, villageOfficer, {
    ...{ purpose: 'PROGRESS', form: 'RECORD' },
    text: 'keeps a picture of the trench',
  });
  await act(stage, villageOfficer, {
    ...{ mutation: 'reachMicroProjectMilestone', input: 'ReachMilestoneInput', leadsTo: 'IN_PROGRESS' },
    ...{ arguments: { title: '沟槽疏通完成', documentId }, text: 'reports that the trench is cleared' },
  });
}

/** What is paid last would be more than was promised by two thousand yuan: it is not; then the contract's sum but what stands back. */
async function payTheRest(stage: Stage): Promise<void> {
  const { villageOfficer } = stage.cast;
  const last = { stage: 'COMPLETION', voucherNumber: '凭-03' } as const;
  await tryInVain(stage, villageOfficer, {
    ...{ ...PAYING, arguments: await voucherOf(stage, villageOfficer, { ...last, amount: '50000.00' }) },
    ...{ code: 'PAYMENT_ABOVE_COMMITMENT', text: 'cannot pay 50,000 yuan more, above what was promised' },
  });
  const paid = await pay(stage, { ...last, amount: '44100.00', text: 'records 44,100 yuan instead' });
  expect('what is paid', paid.paid, '81100.00');
}

const PAYING = { mutation: 'recordMicroProjectPayment', input: 'RecordPaymentInput' };

async function pay(stage: Stage, payment: Payment): Promise<ProjectAnswer> {
  const { villageOfficer } = stage.cast;
  const { text, ...told } = payment;
  const recorded = await voucherOf(stage, villageOfficer, told);
  const leadsTo = payment.stage === 'COMPLETION' ? 'COMPLETED' : 'IN_PROGRESS';
  return act(stage, villageOfficer, { ...PAYING, arguments: recorded, leadsTo, text });
}

async function voucherOf(
  stage: Stage,
  keyer: Person,
  payment: Omit<Payment, 'text'>,
): Promise<Record<string, unknown>> {
  const documentId = await scan(stage, keyer, {
    ...{ purpose: 'VOUCHER', form: 'SIGNED_SCAN', text: `scans voucher ${payment.voucherNumber}` },
  });
  const sides = { payer: '演示村集体', payee: '演示建筑队甲' };
  return { ...payment, ...sides, paidOn: stage.today, documentId };
}
