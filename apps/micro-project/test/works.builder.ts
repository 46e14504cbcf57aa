import { randomUUID } from 'node:crypto';
import { aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aMeeting, take } from './project.builder.js';

type Over = Parameters<typeof aDecidedProject>[1];

/** As if its notice were over and no objection open. */
export async function clearNotice({ service }: Place, id: string): Promise<string> {
  await service.sql(
    `UPDATE project SET state = 'CLEARED', published_at = now(), filed_at = now(), notice_posted_at = decided_at,
       notice_ends_at = decided_at WHERE id = $1`,
    [id],
  );
  return id;
}

export const aClearedProject = async (place: Place, over: Over = {}): Promise<string> =>
  clearNotice(place, await aDecidedProject(place, over));

export const anOffer = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  bidder: `郑坊建设${randomUUID().slice(0, 8)}`,
  amount: '7500',
  isChosen: false,
  ...over,
});

/** What is keyed in of a meeting that chose a contractor. */
export async function aSelection(
  place: Place,
  projectId: string,
  { meeting, ...over }: Record<string, unknown> & { meeting?: Record<string, unknown> } = {},
): Promise<Record<string, unknown>> {
  return {
    projectId,
    method: 'QUOTES',
    offers: [anOffer({ isChosen: true }), anOffer({ amount: '7900' }), anOffer({ amount: '7950.50' })],
    comparisonDocumentId: await aStoredDocument(place, { purpose: 'COMPARISON' }),
    kinship: { isDeclared: false, relatedIds: [] },
    personIds: [],
    resolutionId: randomUUID(),
    meeting: await aMeeting(place, meeting),
    ...over,
  };
}

/** A project of 8,000 yuan that is being carried out. */
export async function aStartedProject(place: Place, over: Over = {}): Promise<string> {
  const id = await aClearedProject(place, over);
  await take(place.villageOfficer, 'selectContractor', await aSelection(place, id));
  await take(place.villageOfficer, 'start', { projectId: id });
  return id;
}

/** What is keyed in of a payment. */
export async function aPayment(
  place: Place,
  projectId: string,
  over: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return {
    projectId,
    stage: 'PROGRESS',
    amount: '3000',
    paidOn: '2026-03-02',
    voucherNumber: `记-${randomUUID().slice(0, 8)}`,
    payer: '楼村村民委员会',
    payee: '郑坊建设公司',
    documentId: await aStoredDocument(place, { purpose: 'VOUCHER' }),
    ...over,
  };
}
