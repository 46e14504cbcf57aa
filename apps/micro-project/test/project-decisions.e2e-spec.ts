import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { FIRST_DAY, startMicroProject, aStoredDocument } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import {
  aDecidedProject,
  aDecision,
  aProposal,
  aProposedProject,
  aSubmittedProject,
  NO_COLLECTIVE_MATTER,
  ofTownship,
  refusal,
  someTerms,
  STEPS,
  take,
} from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`DELETE FROM project_decision`);
  await place.service.sql(`DELETE FROM project_terms`);
  await place.service.sql(`DELETE FROM project`);
  await place.service.sql(`DELETE FROM envelope`);
});
afterAll(() => place.service.stop());

const decide = async (who: TestClient, id: string, over: Parameters<typeof aDecision>[2] = {}) =>
  take(who, 'decide', await aDecision(place, id, over));
const refused = async (who: TestClient, id: string, over: Parameters<typeof aDecision>[2] = {}) =>
  refusal(who, 'decide', await aDecision(place, id, over));

describe('a decision by amount', () => {
  it.each([
    ['9999.99', 'VILLAGE_DECIDES', 'VILLAGE_TWO_COMMITTEES'],
    ['10000', 'VILLAGE_DECIDES_AND_FILES', 'VILLAGE_TWO_COMMITTEES'],
    ['29999.99', 'VILLAGE_DECIDES_AND_FILES', 'VILLAGE_TWO_COMMITTEES'],
    ['30000', 'TOWNSHIP_REVIEWS', 'TOWNSHIP_PARTY_COMMITTEE'],
    ['99999.99', 'TOWNSHIP_REVIEWS', 'TOWNSHIP_PARTY_COMMITTEE'],
    ['100000', 'TOWNSHIP_DECIDES_AND_FILES', 'TOWNSHIP_PARTY_COMMITTEE'],
  ])('of %s yuan is %s', async (budget, band, decidingBody) => {
    const id = await aSubmittedProject(place, { terms: { budget } });
    const isTownship = decidingBody === 'TOWNSHIP_PARTY_COMMITTEE';
    const [who, other] = isTownship
      ? [place.recorder, place.villageOfficer]
      : [place.villageOfficer, place.recorder];
    const wrong = isTownship ? {} : { meeting: ofTownship(place) };
    expect(await refused(other, id, wrong)).toBe('WRONG_BODY');
    const decided = await decide(who, id, isTownship ? { meeting: ofTownship(place) } : {});
    expect(decided).toMatchObject({ state: 'DECIDED', band, decidingBody });
    expect(decided.committed).toBe(decided.budget);
  });

  it('is keyed in by a post of that very body alone', async () => {
    const id = await aSubmittedProject(place);
    for (const who of [place.township, place.recorder, place.county, place.auditor])
      expect(await refused(who, id)).toBe('FORBIDDEN');
    expect(await refused(place.neighbourOfficer, id)).toBe('NOT_FOUND');
    expect(await refused(place.countyRecorder, id, { meeting: ofTownship(place) })).toBe('FORBIDDEN');
  });

  it.each([
    ['of nobody', { presentIds: [] }, 'NOBODY_PRESENT'],
    ['with a stranger', { presentIds: [randomUUID()] }, 'NOT_A_MEMBER'],
    ['of tomorrow', { heldOn: '2026-03-03' }, 'MEETING_DAY'],
    ['before the submission', { heldOn: '2026-03-01' }, 'BODY_UNKNOWN'],
    ['on no day', { heldOn: 'today' }, 'MEETING_DAY'],
    ['without minutes', { minutesDocumentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['without a number', { minutesNumber: '  ' }, 'TEXT_EMPTY'],
  ])('at a meeting %s is refused, and nothing is stored', async (_what, meeting, code) => {
    const id = await aSubmittedProject(place);
    expect(await refused(place.villageOfficer, id, { meeting })).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM project_decision')).toEqual([]);
  });

  it('rests on signed minutes, not on a mere record or another paper', async () => {
    const id = await aSubmittedProject(place);
    const unfit = [{ form: 'RECORD' }, { purpose: 'BUDGET' }, { areaCode: '361104111201' }] as const;
    for (const over of unfit) {
      const minutesDocumentId = await aStoredDocument(place, over);
      expect(await refused(place.villageOfficer, id, { meeting: { minutesDocumentId } })).toBe(
        'DOCUMENT_UNFIT',
      );
    }
  });

  it.each(['usesCollectiveMoney', 'raisesMoneyOrLabour', 'letsContract', 'touchesCollectiveProperty'])(
    'needs a resolution of the villagers where it is their own matter: %s',
    async (matter) => {
      const collective = { ...NO_COLLECTIVE_MATTER, [matter]: true };
      const id = await aSubmittedProject(place, { collective });
      expect(await refused(place.villageOfficer, id)).toBe('RESOLUTION_REQUIRED');
      expect(await decide(place.villageOfficer, id, { resolutionId: randomUUID() })).toMatchObject({
        state: 'DECIDED',
      });
    },
  );

  it('is filed by the level above, once, where its amount asks for it', async () => {
    const small = await aDecidedProject(place);
    expect(await refusal(place.township, 'file', { projectId: small })).toBe('FILING_NOT_DUE');
    const filed = await aDecidedProject(place, { terms: { budget: '10000' } });
    expect(await refusal(place.villageOfficer, 'file', { projectId: filed })).toBe('FORBIDDEN');
    await take(place.township, 'file', { projectId: filed });
    expect(await refusal(place.township, 'file', { projectId: filed })).toBe('FILING_NOT_DUE');
    const large = await aSubmittedProject(place, { quotaClass: 'LARGER', terms: { budget: '100000' } });
    await decide(place.recorder, large, { meeting: ofTownship(place) });
    expect(await refusal(place.township, 'file', { projectId: large })).toBe('FORBIDDEN');
    await take(place.county, 'file', { projectId: large });
  });
});

describe('an amount', () => {
  it.each(['0', '0.00', '-5', '10.005', '90071992547409.92', '1e5', '', '１００'])(
    'of "%s" is refused',
    async (budget) => {
      expect(await refusal(place.villageOfficer, 'propose', aProposal({ terms: { budget } }))).toBe(
        'AMOUNT_MALFORMED',
      );
    },
  );
});

describe('the quota', () => {
  it('has room for one of fifty decisions at once', async () => {
    await place.service.sql(`DELETE FROM project`);
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => aProposedProject(place, { terms: { budget: '9000' } })),
    );
    await place.service.sql(
      `INSERT INTO envelope VALUES ($1, 11, '361104111200', 2026, 0, 1000000, 0, 0, 0, 1)`,
      [randomUUID()],
    );
    const outcomes = await Promise.all(
      ids.map(async (id) => {
        const answer = await place.villageOfficer.ask<{ answer: { state: string } }>(STEPS.submit, {
          input: { requestId: randomUUID(), projectId: id },
        });
        return answer.data?.answer.state ?? answer.errors?.[0]?.extensions.code;
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'SUBMITTED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'QUOTA_EXCEEDED')).toHaveLength(49);
    const [envelope] = await place.service.sql<{ held: number }>(
      'SELECT small_held_fen AS held FROM envelope',
    );
    expect(Number(envelope?.held)).toBe(900_000);
  });

  it.each([
    ['2026-12-31', 2026, [{ year: 2026, heldFen: 800_000 }]],
    [
      '2027-01-04',
      2027,
      [
        { year: 2026, heldFen: 0 },
        { year: 2027, heldFen: 800_000 },
      ],
    ],
  ])(
    'of the year in which its body met is spent, whenever that is keyed in: met on %s',
    async (heldOn, year, held) => {
      place.service.clock.set('2026-12-31T02:00:00Z');
      const id = await aSubmittedProject(place, { terms: { dueOn: '2027-06-30' } });
      place.service.clock.set('2027-01-04T02:00:00Z');
      expect(await decide(place.villageOfficer, id, { meeting: { heldOn } })).toMatchObject({
        envelopeYear: year,
      });
      const sql = 'SELECT year, small_held_fen::int AS "heldFen" FROM envelope ORDER BY year';
      expect(await place.service.sql(sql)).toEqual(held);
    },
  );

  it('is free again when a project is rejected, returned or given up', async () => {
    const ids = [
      await aSubmittedProject(place),
      await aSubmittedProject(place),
      await aDecidedProject(place),
    ] as const;
    await decide(place.villageOfficer, ids[0], { isAdopted: false });
    await take(place.township, 'returnForRevision', { projectId: ids[1], note: '请补充比价材料' });
    await take(place.villageOfficer, 'abandon', { projectId: ids[2], note: '已由其他资金实施' });
    const [envelope] = await place.service.sql<{ held: number }>(
      'SELECT small_held_fen::int AS held FROM envelope',
    );
    expect(envelope?.held).toBe(0);
  });
});

describe('a proposal', () => {
  it('of what other public money pays for is refused', async () => {
    expect(await refusal(place.villageOfficer, 'propose', aProposal({ isInvestedElsewhere: true }))).toBe(
      'DUPLICATE_INVESTMENT',
    );
  });

  it('for what is specialised is led by the township', async () => {
    expect(await refusal(place.villageOfficer, 'propose', aProposal({ isSpecialised: true }))).toBe(
      'LEAD_BODY',
    );
    const over = { isSpecialised: true, leadBody: 'TOWNSHIP' };
    expect(await refusal(place.villageOfficer, 'propose', aProposal(over))).toBe('FORBIDDEN');
    expect(await take(place.township, 'propose', aProposal(over))).toMatchObject({ state: 'PROPOSED' });
  });

  it.each([
    ['a telephone number', { content: '联系人 138 0013 8000' }, 'PERSONAL_NUMBER'],
    ['a past day', { dueOn: '2026-03-02' }, 'DAY_NOT_AHEAD'],
    ['no title', { title: ' ' }, 'TEXT_EMPTY'],
  ])('with %s is refused', async (_what, terms, code) => {
    expect(await refusal(place.villageOfficer, 'propose', aProposal({ terms }))).toBe(code);
  });

  it('is one, however often it is sent', async () => {
    const input = { requestId: randomUUID(), ...aProposal() };
    const first = await take(place.villageOfficer, 'propose', input);
    expect(await take(place.villageOfficer, 'propose', input)).toEqual(first);
    expect(
      await refusal(place.villageOfficer, 'propose', { ...input, terms: someTerms({ title: '另一项' }) }),
    ).toBe('REQUEST_ID_REUSED');
  });

  it('keeps every version of its terms', async () => {
    const { id } = await take(place.villageOfficer, 'propose', aProposal());
    await take(place.villageOfficer, 'revise', { projectId: id, terms: someTerms({ budget: '9500.50' }) });
    const { microProject } = await place.villageOfficer.get<{ microProject: { terms: object[] } }>(
      `query ($id: ID!) { microProject(id: $id) { terms { version budget } } }`,
      { id },
    );
    expect(microProject.terms).toEqual([
      { version: 1, budget: '8000.00' },
      { version: 2, budget: '9500.50' },
    ]);
  });

  it('is seen by its village and those above, and by others once it is posted', async () => {
    const { id } = await take(place.villageOfficer, 'propose', aProposal());
    const see = async (who: TestClient): Promise<boolean> => {
      const { microProject } = await who.get<{ microProject: object | null }>(
        `query ($id: ID!) { microProject(id: $id) { id } }`,
        { id },
      );
      return microProject !== null;
    };
    for (const who of [place.villageOfficer, place.township, place.recorder, place.county, place.auditor])
      expect(await see(who)).toBe(true);
    for (const who of [place.resident, place.neighbourOfficer, place.otherTownship, place.worker])
      expect(await see(who)).toBe(false);
  });
});
