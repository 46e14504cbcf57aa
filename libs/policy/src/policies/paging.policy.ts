import { definePolicy } from '../define-policy.js';
import { wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';

/** How much one answer may hold. */
export const pagingPolicies = [
  pageSize(
    'page.default-size',
    20,
    'Rows in a page when the client names no number.',
    '未指明时每页的条数。',
  ),
  pageSize('page.maximum-size', 100, 'The most rows one page may hold.', '每页条数的上限。'),
] as const;

function pageSize<const Key extends string>(key: Key, rows: number, en: string, zh: string) {
  return definePolicy({
    key,
    unit: 'rows',
    shape: wholeNumber,
    defaults: [{ from: since, value: rows }],
    source: 'ours',
    serves: [],
    binds: 'BOTH',
    overridableBy: [],
    floor: 1,
    ceiling: 1000,
    description: { en, zh },
  });
}
