import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { FIRST_DAY, aStoredDocument, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import {
  aDecidedProject,
  aDecision,
  aSubmittedProject,
  ofTownship,
  refusal,
  someTerms,
  take,
} from './project.builder.js';
import { aClearedProject, anOffer, aSelection, aStartedProject, clearNotice } from './works.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`TRUNCATE project, envelope CASCADE`);
  await place.service.sql(`DELETE FROM document`);
});
afterAll(() => place.service.stop());

const select = async (who: TestClient, id: string, over: Parameters<typeof aSelection>[2] = {}) =>
  take(who, 'selectContractor', await aSelection(place, id, over));
const refused = async (who: TestClient, id: string, over: Parameters<typeof aSelection>[2] = {}) =>
  refusal(who, 'selectContractor', await aSelection(place, id, over));

const CHOSEN = `query ($id: ID!) { microProject(id: $id) {
  contractor { name amount method isKinDeclared recusedCount presentCount body offers { bidder amount isChosen whyNotCheapest } }
  contractorSelections { name } } }`;
interface Chosen {
  readonly contractor: Record<string, unknown> | null;
  readonly contractorSelections: readonly { name: string }[];
}
const chosenOf = async (id: string, who: TestClient = place.villageOfficer): Promise<Chosen> =>
  (await who.get<{ microProject: Chosen }>(CHOSEN, { id })).microProject;

const resolvedOf = async (id: string): Promise<unknown> => {
  const query = `query ($id: ID!) { microProject(id: $id) { resolution { id } } }`;
  const { microProject } = await place.villageOfficer.get<{ microProject: { resolution: unknown } }>(query, {
    id,
  });
  return microProject.resolution;
};

describe('a contractor', () => {
  it('is chosen at a meeting out of what was offered, and everybody sees why', async () => {
    const id = await aClearedProject(place);
    expect((await chosenOf(id)).contractor).toBeNull();
    const offers = [
      anOffer({ bidder: '甲公司', amount: '7900', isChosen: true, whyNotCheapest: '工期短、质保长' }),
      anOffer({ bidder: '乙公司', amount: '7500' }),
    ];
    await select(place.villageOfficer, id, { offers });
    expect((await chosenOf(id, place.resident)).contractor).toEqual({
      ...{ name: '甲公司', amount: '7900.00', method: 'QUOTES', body: 'VILLAGE_TWO_COMMITTEES' },
      ...{ isKinDeclared: false, recusedCount: 0, presentCount: 4 },
      offers: [
        { bidder: '甲公司', amount: '7900.00', isChosen: true, whyNotCheapest: '工期短、质保长' },
        { bidder: '乙公司', amount: '7500.00', isChosen: false, whyNotCheapest: null },
      ],
    });
  });

  it('that is chosen anew leaves the earlier one in the history', async () => {
    const id = await aClearedProject(place);
    await select(place.villageOfficer, id, { offers: [anOffer({ bidder: '甲公司', isChosen: true })] });
    place.service.clock.set('2026-03-03T02:00:00Z');
    await select(place.villageOfficer, id, { offers: [anOffer({ bidder: '乙公司', isChosen: true })] });
    const { contractor, contractorSelections } = await chosenOf(id);
    expect(contractor).toMatchObject({ name: '乙公司' });
    expect(contractorSelections.map(({ name }) => name)).toEqual(['甲公司', '乙公司']);
  });

  it('is keyed in by a post of the body that chose', async () => {
    const id = await aClearedProject(place);
    for (const who of [place.township, place.recorder, place.county, place.auditor, place.neighbourOfficer])
      expect(await refused(who, id)).toBe('FORBIDDEN');
    expect(await refused(place.recorder, id, { meeting: ofTownship(place) })).toBe('WRONG_BODY');
  });

  it.each([
    [
      'dearer than what was promised',
      { offers: [anOffer({ amount: '8000.01', isChosen: true })] },
      'CONTRACT_ABOVE_COMMITMENT',
    ],
    ['out of nothing', { offers: [] }, 'OFFERS_MALFORMED'],
    [
      'with two chosen',
      { offers: [anOffer({ isChosen: true }), anOffer({ isChosen: true })] },
      'OFFERS_MALFORMED',
    ],
    [
      'with a dearer one and no reason',
      { offers: [anOffer({ isChosen: true }), anOffer({ amount: '1' })] },
      'CHEAPEST_NOT_CHOSEN',
    ],
    ['for nothing', { offers: [anOffer({ amount: '0', isChosen: true })] }, 'AMOUNT_MALFORMED'],
    [
      'with a telephone number',
      { offers: [anOffer({ bidder: '甲 13800138000', isChosen: true })] },
      'PERSONAL_NUMBER',
    ],
    ['without the comparison', { comparisonDocumentId: null }, 'COMPARISON_MISSING'],
    ['with another paper', { comparisonDocumentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['with kinship of nobody', { kinship: { isDeclared: true, relatedIds: [] } }, 'KINSHIP_MALFORMED'],
    [
      'with kin but none declared',
      { kinship: { isDeclared: false, relatedIds: [randomUUID()] } },
      'KINSHIP_MALFORMED',
    ],
    ['at a meeting of tomorrow', { meeting: { heldOn: '2026-03-03' } }, 'MEETING_DAY'],
    ['at a meeting on no day', { meeting: { heldOn: 'x' } }, 'MEETING_DAY'],
    ['at a meeting of nobody', { meeting: { presentIds: [] } }, 'NOBODY_PRESENT'],
    ['at a meeting with a stranger', { meeting: { presentIds: [randomUUID()] } }, 'NOT_A_MEMBER'],
    ['at a meeting without minutes', { meeting: { minutesDocumentId: randomUUID() } }, 'DOCUMENT_UNFIT'],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    const id = await aClearedProject(place);
    expect(await refused(place.villageOfficer, id, over)).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM contractor')).toEqual([]);
  });

  it('was not chosen before it was decided', async () => {
    const id = await aClearedProject(place);
    await place.service.sql(`UPDATE project SET decided_at = '2026-03-04T02:00:00Z' WHERE id = $1`, [id]);
    place.service.clock.set('2026-03-05T02:00:00Z');
    expect(await refused(place.villageOfficer, id)).toBe('MEETING_DAY');
  });

  it('is compared more widely the larger the amount', async () => {
    const larger = await aClearedProject(place, { terms: { budget: '10000' } });
    const two = [anOffer({ isChosen: true }), anOffer()];
    expect(await refused(place.villageOfficer, larger, { offers: two })).toBe('OFFERS_TOO_FEW');
    const own = { method: 'VILLAGERS_OWN_LABOUR' };
    expect(await refused(place.villageOfficer, larger, { ...own, offers: two })).toBe('OFFERS_TOO_FEW');
    expect(await refused(place.villageOfficer, larger, { ...own, comparisonDocumentId: null })).toBe(
      'COMPARISON_MISSING',
    );
    await select(place.villageOfficer, larger, own);
    const largest = await aSubmittedProject(place, { quotaClass: 'LARGER', terms: { budget: '100000' } });
    await take(place.recorder, 'decide', await aDecision(place, largest, { meeting: ofTownship(place) }));
    await clearNotice(place, largest);
    expect(await refused(place.villageOfficer, largest)).toBe('CONTRACTOR_METHOD');
    await select(place.villageOfficer, largest, { method: 'BIDDING' });
  });

  it('is let work by a village only where the villagers resolved to', async () => {
    const id = await aClearedProject(place);
    expect(await refused(place.villageOfficer, id, { resolutionId: null })).toBe('RESOLUTION_REQUIRED');
    const own = {
      method: 'VILLAGERS_OWN_LABOUR',
      comparisonDocumentId: null,
      offers: [anOffer({ isChosen: true })],
    };
    await select(place.villageOfficer, id, { ...own, resolutionId: null });
    const resolutionId = randomUUID();
    await select(place.villageOfficer, id, { resolutionId });
    expect(await resolvedOf(id)).toEqual({ id: resolutionId });
  });

  it('of a project that the township leads needs no resolution of one village', async () => {
    const id = await aClearedProject(place);
    await place.service.sql(`UPDATE project SET lead_body = 'TOWNSHIP' WHERE id = $1`, [id]);
    await select(place.recorder, id, { resolutionId: null, meeting: ofTownship(place) });
    expect(await resolvedOf(id)).toBeNull();
  });

  it('needs a notice that is over', async () => {
    expect(await refused(place.villageOfficer, await aDecidedProject(place))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('kinship', () => {
  const kin = (...relatedIds: (string | undefined)[]) => ({ kinship: { isDeclared: true, relatedIds } });

  it('recuses whom it concerns', async () => {
    const id = await aClearedProject(place);
    await select(place.villageOfficer, id, kin(place.bodies.village[0]));
    expect((await chosenOf(id)).contractor).toMatchObject({ isKinDeclared: true, recusedCount: 1 });
  });

  it('that leaves this meeting without a quorum asks for another one', async () => {
    const id = await aClearedProject(place);
    const over = kin(place.bodies.village[0], place.bodies.village[1]);
    expect(await refused(place.villageOfficer, id, over)).toBe('SELECTION_QUORUM');
    await select(place.villageOfficer, id, { ...over, meeting: { presentIds: place.bodies.village } });
  });

  it('that leaves the village without a quorum for good makes the township choose', async () => {
    const id = await aClearedProject(place);
    const [a, b, c] = place.bodies.village;
    const over = { ...kin(a, b), personIds: [c] };
    expect(await refused(place.villageOfficer, id, over)).toBe('WRONG_BODY');
    expect(await refused(place.countyRecorder, id, over)).toBe('FORBIDDEN');
    await select(place.recorder, id, { ...over, meeting: ofTownship(place) });
    expect((await chosenOf(id)).contractor).toMatchObject({ body: 'TOWNSHIP_PARTY_COMMITTEE' });
  });

  it('keeps whoever is behind the contractor out of later decisions too', async () => {
    const id = await aStartedProject(place);
    place.service.clock.set('2026-03-03T02:00:00Z');
    const [a, b] = place.bodies.village;
    await select(place.villageOfficer, id, {
      personIds: [a, b],
      meeting: { presentIds: place.bodies.village },
    });
    const terms = someTerms({ budget: '8500' });
    await take(place.villageOfficer, 'requestChange', { projectId: id, terms, note: '增加两盏' });
    const decision = await aDecision(place, id, { meeting: { heldOn: '2026-03-03' } });
    expect(await take(place.villageOfficer, 'decide', decision)).toMatchObject({
      ...{ state: 'SUBMITTED', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' },
    });
  });

  it('declared once is not gone when a contractor is chosen anew', async () => {
    const id = await aStartedProject(place);
    const [a, b, c] = place.bodies.village;
    await select(place.villageOfficer, id, { ...kin(a), meeting: { presentIds: place.bodies.village } });
    expect(await refused(place.villageOfficer, id, { meeting: { presentIds: [a, b, c] } })).toBe(
      'SELECTION_QUORUM',
    );
    await select(place.villageOfficer, id);
    expect((await chosenOf(id)).contractor).toMatchObject({ isKinDeclared: false, recusedCount: 1 });
  });

  it('rests on a comparison that was signed', async () => {
    const id = await aClearedProject(place);
    const comparisonDocumentId = await aStoredDocument(place, { purpose: 'COMPARISON', form: 'RECORD' });
    expect(await refused(place.villageOfficer, id, { comparisonDocumentId })).toBe('DOCUMENT_UNFIT');
  });
});
