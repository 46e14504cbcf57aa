import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@lianxin/service-kit';
import { isProposerPresent } from './participation.js';
import type { AskedBy, Participation } from './participation.js';

const [wang, li, zhao, officer, inspector, sun, zhou, qian] = [1, 2, 3, 4, 5, 6, 7, 8].map(
  (digit) => `0198f3a0-0000-7000-8000-00000000000${digit}`,
) as [string, string, string, string, string, string, string, string];
const project = { proposedBy: officer };
const aNeed = (subjectId: string, over: Partial<AskedBy> = {}): AskedBy => ({
  ...{ subjectId, proxyId: null, keyerId: null, confidentiality: 'OPEN' },
  ...over,
});
const veiled = aNeed(sun, { confidentiality: 'CONFIDENTIAL' });
const noAccount = aNeed('0198f3a0-0000-7000-8000-0000000000ff', { keyerId: officer });
const spokenFor = { ...noAccount, keyerId: qian, proxyId: qian };
const involved = { inspectorId: inspector, contractors: [li, zhou] };

const answer = (
  participation: Participation,
  needs: readonly AskedBy[] = [aNeed(wang), aNeed(li), veiled, spokenFor],
): boolean | string => {
  try {
    return isProposerPresent(project, participation, { ...involved, needs });
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('who takes part in an acceptance', () => {
  it.each<[string, Participation, boolean | string]>([
    ['a proposer', { proposerId: wang }, true],
    ['a proposer without an account', { proposerName: '王奶奶' }, true],
    ['whoever speaks for one', { proposerId: qian }, true],
    ['a beneficiary', { substitute: {} }, false],
    ['a beneficiary with an account', { substitute: { personId: zhao } }, false],
    ['nobody', {}, 'ACCEPTANCE_PARTICIPANT'],
    ['both', { proposerId: wang, substitute: {} }, 'ACCEPTANCE_PARTICIPANT'],
    ['somebody else', { proposerId: zhao }, 'NOT_THE_PROPOSER'],
    ['one who asked in confidence', { proposerId: sun }, 'NOT_THE_PROPOSER'],
    ['a proposer who carried it out', { proposerId: li }, 'SUBSTITUTE_INVOLVED'],
    ['one who carried it out and asked for nothing', { proposerId: zhou }, 'SUBSTITUTE_INVOLVED'],
    ['whoever carried it out', { substitute: { personId: li } }, 'SUBSTITUTE_INVOLVED'],
    ['whoever proposed it in office', { substitute: { personId: officer } }, 'SUBSTITUTE_INVOLVED'],
    ['whoever inspects', { substitute: { personId: inspector } }, 'SUBSTITUTE_INVOLVED'],
  ])('%s', (_who, participation, expected) => {
    expect(answer(participation)).toBe(expected);
  });

  it.each<[string, readonly AskedBy[], boolean | string]>([
    ['nobody asked', [], 'NOT_THE_PROPOSER'],
    ['everybody who asked is known by an account', [aNeed(wang), aNeed(li)], 'NOT_THE_PROPOSER'],
    ['somebody asked who has no account', [aNeed(wang), noAccount], true],
    ['somebody asked through another', [spokenFor], true],
    ['somebody asked in confidence', [aNeed(wang), veiled], true],
    ['somebody asked who must not be known', [aNeed(sun, { confidentiality: 'ANONYMOUS' })], true],
  ])('is a named proposer where %s: %s', (_where, needs, expected) => {
    expect(answer({ proposerName: '王奶奶' }, needs)).toBe(expected);
  });
});
