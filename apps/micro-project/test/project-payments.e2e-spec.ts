import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FIRST_DAY, aStoredDocument, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, refusal, STEPS, take } from './project.builder.js';
import { aPayment, aStartedProject } from './works.builder.js';

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

type Over = Parameters<typeof aPayment>[2];
const pay = async (id: string, over: Over = {}) =>
  take(place.villageOfficer, 'recordPayment', await aPayment(place, id, over));
const refused = async (id: string, over: Over = {}, who = place.villageOfficer) =>
  refusal(who, 'recordPayment', await aPayment(place, id, over));

const wages = async (over: Record<string, unknown> = {}) => ({
  stage: 'WAGES',
  wages: { workerCount: 6, listDocumentId: await aStoredDocument(place, { purpose: 'WAGE_LIST' }), ...over },
});

describe('a payment', () => {
  it('is recorded as far as everybody may see it', async () => {
    const id = await aStartedProject(place);
    const input = await aPayment(place, id, {
      voucherNumber: '记-001',
      invoiceNumber: '24362000001',
      payee: '张三',
    });
    expect(await take(place.villageOfficer, 'recordPayment', input)).toMatchObject({ paid: '3000.00' });
    const fields = 'stage amount paidOn voucherNumber invoiceNumber workerCount';
    const { microProject } = await place.resident.get<{ microProject: object }>(
      `query ($id: ID!) { microProject(id: $id) { payments { ${fields} } } }`,
      { id },
    );
    expect(microProject).toEqual({
      payments: [
        {
          ...{ stage: 'PROGRESS', amount: '3000.00', paidOn: '2026-03-02', voucherNumber: '记-001' },
          ...{ invoiceNumber: '24362000001', workerCount: null },
        },
      ],
    });
    const told = await place.service.sql<{ sealed: object }>(
      `SELECT data, sealed FROM journal_entry WHERE aggregate_id = $1 AND sealed IS NOT NULL`,
      [id],
    );
    expect(told.map(({ sealed }) => Object.keys(sealed).sort())).toEqual([['payee', 'payer']]);
    expect(JSON.stringify(told)).not.toContain('张三');
  });

  it('never goes above what was promised', async () => {
    const id = await aStartedProject(place);
    expect(await refused(id, { amount: '8000.01' })).toBe('PAYMENT_ABOVE_COMMITMENT');
    await pay(id, { amount: '8000' });
    expect(await refused(id, { amount: '0.01' })).toBe('PAYMENT_ABOVE_COMMITMENT');
  });

  it('sent twice is one', async () => {
    const id = await aStartedProject(place);
    const input = { requestId: randomUUID(), ...(await aPayment(place, id)) };
    await take(place.villageOfficer, 'recordPayment', input);
    expect(await take(place.villageOfficer, 'recordPayment', input)).toMatchObject({ paid: '3000.00' });
    expect(await place.service.sql('SELECT 1 FROM payment')).toHaveLength(1);
  });

  it('is one of two at once where there is room for one', async () => {
    const id = await aStartedProject(place);
    const inputs = [
      await aPayment(place, id, { amount: '5000' }),
      await aPayment(place, id, { amount: '5000' }),
    ];
    const outcomes = await Promise.all(
      inputs.map(async (input) => {
        const variables = { input: { requestId: randomUUID(), ...input } };
        const answer = await place.villageOfficer.ask<{ answer: { paid: string } }>(
          STEPS.recordPayment,
          variables,
        );
        return answer.data?.answer.paid ?? answer.errors?.[0]?.extensions.code;
      }),
    );
    expect(outcomes.sort()).toEqual(['5000.00', 'PAYMENT_ABOVE_COMMITMENT']);
    expect(await place.service.sql('SELECT amount_fen::int AS fen FROM payment')).toEqual([{ fen: 500_000 }]);
  });

  it('has a voucher that its village uses once, however it is typed', async () => {
    const [one, other] = [await aStartedProject(place), await aStartedProject(place)];
    await pay(one, { voucherNumber: '记a-001', amount: '1' });
    for (const voucherNumber of ['记a-001', ' 记A-001', '记Ａ-００１', '记 a-001'])
      expect(await refused(other, { voucherNumber, amount: '1' })).toBe('VOUCHER_REUSED');
    await pay(other, { voucherNumber: '记a-0011', amount: '1' });
    await pay(other, { voucherNumber: '记a001', amount: '1' });
    expect(await place.service.sql('SELECT paid_fen::int AS fen FROM project ORDER BY 1')).toEqual([
      { fen: 100 },
      { fen: 200 },
    ]);
  });

  it('of two at once with one voucher is one', async () => {
    const ids = [await aStartedProject(place), await aStartedProject(place)];
    const outcomes = await Promise.all(
      ids.map(async (id) => {
        const input = { requestId: randomUUID(), ...(await aPayment(place, id, { voucherNumber: '记-7' })) };
        const answer = await place.villageOfficer.ask<{ answer: { paid: string } }>(STEPS.recordPayment, {
          input,
        });
        return answer.data?.answer.paid ?? answer.errors?.[0]?.extensions.code;
      }),
    );
    expect(outcomes.sort()).toEqual(['3000.00', 'VOUCHER_REUSED']);
  });

  it.each([
    ['tomorrow', { paidOn: '2026-03-03' }, 'PAYMENT_DAY'],
    ['before the decision', { paidOn: '2026-03-01' }, 'PAYMENT_DAY'],
    ['on no day', { paidOn: '2026-02-30' }, 'PAYMENT_DAY'],
    ['of nothing', { amount: '0' }, 'AMOUNT_MALFORMED'],
    ['of less than nothing', { amount: '-1' }, 'AMOUNT_MALFORMED'],
    ['of a tenth of a fen', { amount: '1.001' }, 'AMOUNT_MALFORMED'],
    ['beyond what a number holds', { amount: '90071992547409.92' }, 'AMOUNT_MALFORMED'],
    ['without a voucher number', { voucherNumber: ' ' }, 'TEXT_EMPTY'],
    ['with an account for a voucher number', { voucherNumber: '13800138000' }, 'PERSONAL_NUMBER'],
    ['to nobody', { payee: '' }, 'TEXT_EMPTY'],
    ['without a voucher', { documentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['of wages without a list', { stage: 'WAGES' }, 'WAGES_MALFORMED'],
    ['of retention money before the final account', { stage: 'RETENTION' }, 'ILLEGAL_TRANSITION'],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    const id = await aStartedProject(place);
    expect(await refused(id, over)).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM payment')).toEqual([]);
    expect(await place.service.sql('SELECT paid_fen::int AS fen FROM project')).toEqual([{ fen: 0 }]);
  });

  it('is recorded by who carries the project out, while it is under way', async () => {
    const id = await aStartedProject(place);
    for (const who of [place.township, place.recorder, place.county, place.auditor])
      expect(await refused(id, {}, who)).toBe('FORBIDDEN');
    expect(await refused(await aDecidedProject(place))).toBe('ILLEGAL_TRANSITION');
  });

  it('of wages names a number of workers and the list they signed, and no names', async () => {
    const id = await aStartedProject(place);
    for (const workerCount of [0, -1, 1_001])
      expect(await refused(id, await wages({ workerCount }))).toBe('WAGES_MALFORMED');
    expect(await refused(id, { ...(await wages()), stage: 'PROGRESS' })).toBe('WAGES_MALFORMED');
    const unsigned = await aStoredDocument(place, { purpose: 'WAGE_LIST', form: 'RECORD' });
    expect(await refused(id, await wages({ listDocumentId: unsigned }))).toBe('DOCUMENT_UNFIT');
    await pay(id, await wages());
    const stored = await place.service.sql('SELECT stage, worker_count AS workers FROM payment');
    expect(stored).toEqual([{ stage: 'WAGES', workers: 6 }]);
  });

  it('of retention money is paid out of what stands back, and of nothing else', async () => {
    const id = await aStartedProject(place);
    await pay(id, { amount: '7000' });
    await place.service.sql(
      `UPDATE project SET state = 'AUDITED', holding_state = 'SETTLED', final_fen = 750000, held_fen = 750000, retained_fen = 50000
        WHERE id = $1`,
      [id],
    );
    expect(await refused(id, { amount: '1' })).toBe('ILLEGAL_TRANSITION');
    expect(await refused(id, { stage: 'RETENTION', amount: '500.01' })).toBe('PAYMENT_ABOVE_COMMITMENT');
    expect(await pay(id, { stage: 'RETENTION', amount: '300' })).toMatchObject({ paid: '7300.00' });
    expect(await refused(id, { stage: 'RETENTION', amount: '200.01' })).toBe('PAYMENT_ABOVE_COMMITMENT');
  });
});
