import { describe, expect, it } from '@jest/globals';
import { advance, contributionsOf, surveyContribution } from './project-contributions.js';
import type { ProjectContribution, Standing, StandingPart } from './project-contributions.js';
import type { Deed, ProjectState, Step } from './project-step.js';

const day = (count: number): Date => new Date(Date.UTC(2026, 2, count));

const STATES: Partial<Record<Deed['kind'], ProjectState>> = {
  DECIDED: 'DECIDED',
  FILED: 'DECIDED',
  NOTICE_ENDED: 'CLEARED',
};
type Told = Partial<Step> & { readonly deed: Deed | null };
type Played = readonly (Told | Deed['kind'])[];

/** Plays steps a day apart: of the lowest band, within its budget, unless told otherwise. */
function play(...steps: Played): Standing {
  let standing: Standing | null = null;
  for (const [index, each] of steps.entries()) {
    const told = typeof each === 'string' ? { deed: { kind: each } as Deed } : each;
    standing = advance(standing, {
      at: day(index + 1),
      toState: (told.deed && STATES[told.deed.kind]) ?? 'IN_PROGRESS',
      band: 'VILLAGE_DECIDES',
      budgetFen: 500,
      committedFen: 400,
      planItemId: null,
      ...told,
    });
  }
  return standing as Standing;
}

const of = (standing: Standing, part: StandingPart): ProjectContribution | undefined =>
  contributionsOf(standing).get(part);
const judged = (standing: Standing, part: StandingPart): string | undefined => of(standing, part)?.reason;
const decided = (more: Partial<Step> & { body?: 'TOWNSHIP_PARTY_COMMITTEE' } = {}): Told => {
  const { body = 'VILLAGE_TWO_COMMITTEES', ...step } = more;
  return { deed: { kind: 'DECIDED', body }, ...step };
};
const accepted = (isProposerPresent: boolean): Told => ({ deed: { kind: 'ACCEPTED', isProposerPresent } });
const survey = { answerCount: 10, satisfiedCount: 7, minimumSample: 10 };
const surveyed: Told = { deed: { kind: 'SURVEYED', survey } };
const bypass: Told = { deed: { kind: 'BYPASS_USED', confirmBy: day(10) } };
const confirmed = (isInTime: boolean, more: Partial<Step> = {}): Told => ({
  deed: { kind: 'CONFIRMED', body: 'VILLAGE_TWO_COMMITTEES', isInTime },
  ...more,
});

describe('the procedure of a project', () => {
  const procedure = (...steps: Played): string | undefined => judged(play(...steps), 'PROCEDURE');

  it('counts nowhere before it is begun', () => {
    expect(procedure(decided(), 'NOTICE_ENDED')).toBeUndefined();
  });

  it('is right when it was decided and posted before the start', () => {
    expect(procedure(decided(), 'NOTICE_ENDED', 'STARTED')).toBe('PROCEDURE_RIGHT');
    expect(procedure('STARTED', decided(), 'NOTICE_ENDED')).toBe('NOT_DECIDED_BEFORE_START');
    expect(procedure(decided(), 'STARTED', 'NOTICE_ENDED')).toBe('NO_NOTICE_BEFORE_START');
  });

  it('needs a notice of what was decided last', () => {
    expect(procedure(decided(), 'NOTICE_ENDED', decided(), 'STARTED')).toBe('NO_NOTICE_BEFORE_START');
    const returned: Told = { deed: null, toState: 'RETURNED' };
    expect(procedure(decided(), 'NOTICE_ENDED', returned, 'STARTED')).toBe('NOT_DECIDED_BEFORE_START');
  });

  it.each([
    ['VILLAGE_DECIDES', undefined, 'PROCEDURE_RIGHT'],
    ['TOWNSHIP_REVIEWS', undefined, 'DECIDED_TOO_LOW'],
    ['TOWNSHIP_DECIDES_AND_FILES', undefined, 'DECIDED_TOO_LOW'],
    ['TOWNSHIP_REVIEWS', 'TOWNSHIP_PARTY_COMMITTEE', 'PROCEDURE_RIGHT'],
    ['VILLAGE_DECIDES', 'TOWNSHIP_PARTY_COMMITTEE', 'PROCEDURE_RIGHT'],
    ['VILLAGE_DECIDES_AND_FILES', undefined, 'NOT_FILED'],
    ['TOWNSHIP_DECIDES_AND_FILES', 'TOWNSHIP_PARTY_COMMITTEE', 'NOT_FILED'],
    [null, 'TOWNSHIP_PARTY_COMMITTEE', 'DECIDED_TOO_LOW'],
  ] as const)('in the band %s, decided by %s, is %s', (band, body, reason) => {
    expect(procedure(decided({ band, ...(body && { body }) }), 'NOTICE_ENDED', 'STARTED')).toBe(reason);
  });

  it('is filed before the start or after it, and again when a change falls into another band', () => {
    const filing = { band: 'VILLAGE_DECIDES_AND_FILES' } as const;
    expect(procedure(decided(filing), 'FILED', 'NOTICE_ENDED', 'STARTED')).toBe('PROCEDURE_RIGHT');
    const started = [decided(filing), 'NOTICE_ENDED', 'STARTED', 'FILED'] as const;
    expect(procedure(...started)).toBe('PROCEDURE_RIGHT');
    expect(procedure(...started, decided(filing))).toBe('PROCEDURE_RIGHT');
    const other = { band: 'TOWNSHIP_DECIDES_AND_FILES', body: 'TOWNSHIP_PARTY_COMMITTEE' } as const;
    expect(procedure(...started, decided(other))).toBe('NOT_FILED');
    expect(procedure(...started, decided(other), 'FILED')).toBe('PROCEDURE_RIGHT');
  });

  it('is wrong while more is committed than was decided, whatever is asked for', () => {
    const begun = [decided(), 'NOTICE_ENDED', 'STARTED'] as const;
    const committing = (committedFen: number, budgetFen = 500): Told => ({
      ...{ deed: null, committedFen, budgetFen },
    });
    expect(procedure(...begun, committing(500))).toBe('PROCEDURE_RIGHT');
    expect(procedure(...begun, committing(501, 600))).toBe('OVER_BUDGET');
    expect(procedure(...begun, committing(501), decided({ budgetFen: 600, committedFen: 501 }))).toBe(
      'PROCEDURE_RIGHT',
    );
  });

  it('of an emergency waits for confirmation in time, and for what was skipped to be made good', () => {
    expect(of(play(bypass), 'PROCEDURE')).toMatchObject({
      ...{ reason: 'EMERGENCY_UNCONFIRMED', numerator: 0, denominator: 1, dueAt: day(10) },
    });
    expect(procedure(bypass, confirmed(true))).toBe('EMERGENCY_NOT_REGULARISED');
    expect(procedure(bypass, confirmed(true), 'REGULARISED')).toBe('PROCEDURE_RIGHT');
    expect(procedure(bypass, 'REGULARISED', confirmed(true))).toBe('EMERGENCY_NOT_REGULARISED');
    expect(procedure(bypass, confirmed(false), 'REGULARISED')).toBe('EMERGENCY_CONFIRMED_LATE');
    expect(procedure(bypass, 'REFUSED', 'REGULARISED')).toBe('EMERGENCY_REFUSED');
  });

  it('of an emergency asks for the competent body as well, where a band is known', () => {
    const township = { band: 'TOWNSHIP_REVIEWS' } as const;
    expect(procedure(bypass, confirmed(true, township), 'REGULARISED')).toBe('DECIDED_TOO_LOW');
    expect(procedure(bypass, confirmed(true, { band: null }), 'REGULARISED')).toBe('PROCEDURE_RIGHT');
  });

  it('belongs to the first start, and a confirmation without an emergency changes nothing', () => {
    const standing = play(decided(), 'NOTICE_ENDED', 'STARTED', bypass, 'STARTED', confirmed(false));
    expect(of(standing, 'PROCEDURE')).toMatchObject({ countedAt: day(3), reason: 'PROCEDURE_RIGHT' });
  });
});

describe('acceptance and evaluation', () => {
  const acceptance = (...steps: Played): string | undefined =>
    judged(play(...steps), 'ACCEPTED_AND_EVALUATED');

  it('come in this order, with the proposer there', () => {
    expect(acceptance('COMPLETED')).toBe('NOT_ACCEPTED');
    expect(acceptance('COMPLETED', accepted(true))).toBe('NOT_EVALUATED');
    expect(acceptance('COMPLETED', accepted(true), surveyed)).toBe('ACCEPTED_AND_EVALUATED');
    expect(acceptance('COMPLETED', surveyed, accepted(true))).toBe('NOT_EVALUATED');
    expect(acceptance('COMPLETED', accepted(false), surveyed)).toBe('ACCEPTED_WITHOUT_PROPOSER');
    expect(acceptance('COMPLETED', accepted(false), surveyed, accepted(true))).toBe('NOT_EVALUATED');
    expect(acceptance('COMPLETED', accepted(true), accepted(false), surveyed)).toBe('ACCEPTED_AND_EVALUATED');
  });

  it('are taken back by a failed acceptance, also after the survey, until the next completion', () => {
    const failed = ['COMPLETED', accepted(true), surveyed, 'ACCEPTANCE_FAILED'] as const;
    expect(acceptance(...failed)).toBeUndefined();
    expect(acceptance(...failed, accepted(true), surveyed)).toBeUndefined();
    expect(acceptance(...failed, 'COMPLETED')).toBe('NOT_ACCEPTED');
    const again = of(play(...failed, 'COMPLETED', accepted(true), surveyed), 'ACCEPTED_AND_EVALUATED');
    expect(again).toMatchObject({ countedAt: day(5), numerator: 1 });
  });
});

describe('archive and surveys', () => {
  it('belong to the first publication of the audit, whenever the project is closed', () => {
    expect(judged(play('CLOSED'), 'ARCHIVE_COMPLETE')).toBeUndefined();
    expect(of(play('AUDITED', 'AUDITED'), 'ARCHIVE_COMPLETE')).toMatchObject({
      ...{ numerator: 0, denominator: 1, countedAt: day(1) },
    });
    for (const order of [
      ['AUDITED', 'CLOSED'],
      ['CLOSED', 'AUDITED'],
    ] as const)
      expect(judged(play(...order), 'ARCHIVE_COMPLETE')).toBe('ARCHIVED_COMPLETE');
  });

  it.each([
    ['enough', survey, [7, 10]],
    ['too few', { ...survey, minimumSample: 11 }, null],
    ['none at all', { answerCount: 0, satisfiedCount: 0, minimumSample: 0 }, null],
  ])('with %s answers', (_name, answers, counts) => {
    const step = { at: day(1), deed: { kind: 'SURVEYED', survey: answers } } as Step;
    const contribution = surveyContribution(step);
    expect(contribution && [contribution.numerator, contribution.denominator]).toEqual(counts);
  });

  it('belong to years of Asia/Shanghai', () => {
    const audited = (at: string): number | undefined =>
      of(play({ deed: { kind: 'AUDITED' }, at: new Date(at) }), 'ARCHIVE_COMPLETE')?.year;
    expect(audited('2025-12-31T23:59:59.999+08:00')).toBe(2025);
    expect(audited('2026-01-01T00:00+08:00')).toBe(2026);
  });
});
