import { describe, expect, it } from '@jest/globals';
import type { Project } from '../projects/entity/project.entity.js';
import { archiveOf, missingIn } from './archive-items.js';
import type { ArchiveFacts, ArchiveItem } from './archive-items.js';

const AT = new Date('2026-03-02T02:00:00Z');

const PROJECT = {
  ...{ needIds: ['need'], planItemId: null, termsVersion: 1, skippedSteps: [], band: 'VILLAGE_DECIDES' },
  decidingBody: 'VILLAGE_TWO_COMMITTEES',
  ...{ isResolutionRequired: false, resolutionId: null, decidedAt: AT, filedAt: null },
  ...{
    noticePostedAt: AT,
    openObjectionCount: 0,
    contractorId: 'contractor',
    isInProcurementCatalogue: false,
  },
  ...{ startedAt: AT, paidFen: 100, acceptedAt: AT, evaluatedAt: AT, auditedAt: AT, finalFen: 100 },
  ...{ isEmergency: false, confirmedAt: null, regularisedAt: null },
} as unknown as Project;

const PAPERS: ArchiveFacts['papers'] = [
  { id: 'comparison', purpose: 'COMPARISON', form: 'SIGNED_SCAN' },
  { id: 'contract', purpose: 'CONTRACT', form: 'SIGNED_SCAN' },
  { id: 'voucher', purpose: 'VOUCHER', form: 'SIGNED_SCAN' },
  { id: 'acceptance', purpose: 'ACCEPTANCE', form: 'SIGNED_SCAN' },
  { id: 'audit', purpose: 'AUDIT', form: 'SEALED_SCAN' },
  { id: 'account', purpose: 'FINAL_ACCOUNT', form: 'SEALED_SCAN' },
];

type Over = Partial<Record<keyof Project, unknown>>;
const facts = (over: Over = {}, papers = PAPERS, isOwnLabour = false): ArchiveFacts => ({
  project: { ...PROJECT, ...over } as Project,
  ...{ papers, isOwnLabour },
  minutesIds: ['minutes'],
});
const missing = (over: Over = {}, papers = PAPERS): ArchiveItem[] =>
  missingIn(archiveOf(facts(over, papers)));
const entry = (item: ArchiveItem, given: ArchiveFacts) => archiveOf(given).find((each) => each.item === item);
const without = (id: string) => PAPERS.filter((paper) => paper.id !== id);
const inForm = (id: string, form: 'RECORD' | 'SIGNED_SCAN' | 'SEALED_SCAN') =>
  PAPERS.map((paper) => (paper.id === id ? { ...paper, form } : paper));

describe('the archive of a project', () => {
  it('is complete with what its life made', () => {
    expect(missing()).toEqual([]);
  });

  it.each<[ArchiveItem[], Over]>([
    [['NEEDS'], { needIds: [] }],
    [[], { needIds: [], planItemId: 'item' }],
    [[], { needIds: [], skippedSteps: ['COLLECTION'] }],
    [['NEEDS'], { needIds: [], skippedSteps: ['DESIGN'] }],
    [['RESOLUTION'], { isResolutionRequired: true }],
    [['RESOLUTION'], { isResolutionRequired: true, resolutionId: 'resolution' }],
    [['RESOLUTION'], { resolutionId: 'resolution' }],
    [['DECISION'], { decidedAt: null }],
    [['FILING'], { band: 'VILLAGE_DECIDES_AND_FILES' }],
    [[], { band: 'VILLAGE_DECIDES_AND_FILES', filedAt: AT }],
    [[], { band: 'VILLAGE_DECIDES_AND_FILES', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' }],
    [[], { band: 'TOWNSHIP_REVIEWS', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' }],
    [['FILING'], { band: 'TOWNSHIP_DECIDES_AND_FILES', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' }],
    [[], { band: 'TOWNSHIP_DECIDES_AND_FILES', decidingBody: 'COUNTY_PARTY_COMMITTEE' }],
    [['NOTICE', 'OBJECTIONS'], { noticePostedAt: null }],
    [['OBJECTIONS'], { openObjectionCount: 1 }],
    [['COMPARISON', 'CONTRACT'], { contractorId: null }],
    [['COMPARISON', 'CONTRACT'], { isInProcurementCatalogue: true }],
    [['START'], { startedAt: null }],
    [['ACCEPTANCE'], { acceptedAt: null }],
    [['SURVEY'], { evaluatedAt: null }],
    [['AUDIT'], { auditedAt: null }],
    [['FINAL_ACCOUNT'], { finalFen: null }],
    [['EMERGENCY'], { isEmergency: true }],
    [['EMERGENCY'], { isEmergency: true, confirmedAt: AT }],
    [[], { isEmergency: true, confirmedAt: AT, regularisedAt: AT }],
  ])('lacks %j with %j', (items, over) => {
    expect(missing(over)).toEqual(items);
  });

  it.each<[ArchiveItem, string]>([
    ['COMPARISON', 'comparison'],
    ['CONTRACT', 'contract'],
    ['PAYMENTS', 'voucher'],
    ['ACCEPTANCE', 'acceptance'],
    ['AUDIT', 'audit'],
    ['FINAL_ACCOUNT', 'account'],
  ])('lacks %s without its paper, and with a mere record of it', (item, id) => {
    for (const papers of [without(id), inForm(id, 'RECORD')]) {
      expect(missing({}, papers)).toEqual([item]);
      expect(entry(item, facts({}, papers))?.state).toBe('RECORDED');
    }
  });

  it('tells recorded, signed and sealed apart', () => {
    expect(entry('START', facts())).toMatchObject({ state: 'RECORDED', documentIds: [] });
    expect(entry('DECISION', facts())).toMatchObject({ state: 'SIGNED_SCAN', documentIds: ['minutes'] });
    expect(entry('AUDIT', facts())).toMatchObject({ state: 'SEALED_SCAN', requiredState: 'SEALED_SCAN' });
    expect(missing({}, inForm('audit', 'SIGNED_SCAN'))).toEqual(['AUDIT']);
    const unaccepted = entry('ACCEPTANCE', facts({ acceptedAt: null }));
    expect(unaccepted).toMatchObject({ state: 'MISSING', documentIds: ['acceptance'] });
    const both = [...PAPERS, { id: 'again', purpose: 'ACCEPTANCE', form: 'RECORD' } as const];
    expect(entry('ACCEPTANCE', facts({}, both))?.state).toBe('SIGNED_SCAN');
  });

  it('takes the wages of villagers for a contract where they did the work themselves, and compares nothing', () => {
    const wages = without('comparison').map((paper) =>
      paper.id === 'contract' ? { ...paper, purpose: 'WAGE_LIST' as const } : paper,
    );
    const missingOf = (papers: ArchiveFacts['papers'], isOwnLabour: boolean) =>
      missingIn(archiveOf(facts({}, papers, isOwnLabour)));
    expect(missingOf(wages, true)).toEqual([]);
    expect(missingOf(wages, false)).toEqual(['COMPARISON', 'CONTRACT']);
    expect(missingOf(PAPERS, true)).toEqual(['CONTRACT']);
  });

  it('takes the signed paper of a resolution', () => {
    const signed = { id: 'resolution', purpose: 'RESOLUTION', form: 'SIGNED_SCAN' } as const;
    const over = { isResolutionRequired: true, resolutionId: 'resolution' };
    expect(missing(over, [...PAPERS, signed])).toEqual([]);
    expect(missing(over, [...PAPERS, { ...signed, form: 'RECORD' }])).toEqual(['RESOLUTION']);
  });

  it('asks for no voucher of nothing paid, and for seals in procurement', () => {
    expect(missing({ paidFen: 0 }, without('voucher'))).toEqual([]);
    const sealed = PAPERS.map((paper) => ({ ...paper, form: 'SEALED_SCAN' as const }));
    expect(missing({ isInProcurementCatalogue: true }, sealed)).toEqual([]);
  });
});
