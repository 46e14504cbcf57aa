import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@lianxin/service-kit';
import { isProposerPresent } from './participation.js';
import type { Participation } from './participation.js';

const [wang, li, zhao, officer, inspector] = [1, 2, 3, 4, 5].map(
  (digit) => `0198f3a0-0000-7000-8000-00000000000${digit}`,
) as [string, string, string, string, string];
const project = { proposerIds: [wang, li], needIds: ['need'], proposedBy: officer };
const involved = { inspectorId: inspector, contractors: [li] };

const answer = (participation: Participation, over: Partial<typeof project> = {}): boolean | string => {
  try {
    return isProposerPresent({ ...project, ...over }, participation, involved);
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('who takes part in an acceptance', () => {
  it.each<[string, Participation, boolean | string]>([
    ['a proposer', { proposerId: wang }, true],
    ['a proposer without an account', { proposerName: '王奶奶' }, true],
    ['a beneficiary', { substitute: {} }, false],
    ['a beneficiary with an account', { substitute: { personId: zhao } }, false],
    ['nobody', {}, 'ACCEPTANCE_PARTICIPANT'],
    ['both', { proposerId: wang, substitute: {} }, 'ACCEPTANCE_PARTICIPANT'],
    ['somebody else', { proposerId: zhao }, 'NOT_THE_PROPOSER'],
    ['a proposer who carried it out', { proposerId: li }, 'SUBSTITUTE_INVOLVED'],
    ['whoever carried it out', { substitute: { personId: li } }, 'SUBSTITUTE_INVOLVED'],
    ['whoever proposed it in office', { substitute: { personId: officer } }, 'SUBSTITUTE_INVOLVED'],
    ['whoever inspects', { substitute: { personId: inspector } }, 'SUBSTITUTE_INVOLVED'],
  ])('%s', (_who, participation, expected) => {
    expect(answer(participation)).toBe(expected);
  });

  it('is no named proposer where nobody asked', () => {
    expect(answer({ proposerName: '王奶奶' }, { needIds: [] })).toBe('NOT_THE_PROPOSER');
  });
});
