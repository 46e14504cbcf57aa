import type { DocumentForm, DocumentPurpose } from '../documents/documents.queries.js';
import { isToBeFiled } from '../projects/entity/project.decided.js';
import type { ProjectRow } from '../projects/entity/project.row.js';

/** S0-24: what the archive of a project's whole life is made of. */
export const ARCHIVE_ITEMS = [
  'NEEDS',
  'PROPOSAL',
  'RESOLUTION',
  'DECISION',
  'FILING',
  'NOTICE',
  'OBJECTIONS',
  'COMPARISON',
  'CONTRACT',
  'START',
  'PAYMENTS',
  'ACCEPTANCE',
  'SURVEY',
  'AUDIT',
  'FINAL_ACCOUNT',
  'EMERGENCY',
] as const;
export type ArchiveItem = (typeof ARCHIVE_ITEMS)[number];

/** In this order: each is more than those before it. */
export const ARCHIVE_STATES = ['MISSING', 'RECORDED', 'SIGNED_SCAN', 'SEALED_SCAN'] as const;
export type ArchiveState = (typeof ARCHIVE_STATES)[number];

export interface Paper {
  readonly id: string;
  readonly form: DocumentForm;
}

export interface ArchiveFacts {
  readonly project: ProjectRow;
  readonly papers: readonly (Paper & { readonly purpose: DocumentPurpose })[];
  /** Whether villagers did the work themselves, so that nobody's contract was compared or signed. */
  readonly isOwnLabour: boolean;
  /** Signed minutes of the meetings that decided: a decision is not recorded without. */
  readonly minutesIds: readonly string[];
}

export interface ArchiveEntry {
  readonly item: ArchiveItem;
  readonly isRequired: boolean;
  /** The least that it has to be, where it is required. */
  readonly requiredState: ArchiveState;
  readonly state: ArchiveState;
  readonly documentIds: readonly string[];
  readonly isComplete: boolean;
}

interface ItemRule {
  /** Whether this project needs it; always, if left out. */
  readonly isRequired?: (project: ProjectRow, facts: ArchiveFacts) => boolean;
  readonly requires: ArchiveState | ((project: ProjectRow) => ArchiveState);
  /** Whether the step that it shows was taken here. */
  readonly isRecorded: (project: ProjectRow) => boolean;
  /** The documents that show it. */
  readonly shownBy: readonly DocumentPurpose[] | ((facts: ArchiveFacts) => readonly DocumentPurpose[]);
}

/** What is in the procurement catalogue is shown by sealed papers (S0-03). */
const contractForm = ({ isInProcurementCatalogue }: ProjectRow): ArchiveState =>
  isInProcurementCatalogue ? 'SEALED_SCAN' : 'SIGNED_SCAN';
const isPosted = ({ noticePostedAt }: ProjectRow): boolean => noticePostedAt !== null;
const isChosen = ({ contractorId }: ProjectRow): boolean => contractorId !== null;

const RULES: Readonly<Record<ArchiveItem, ItemRule>> = {
  NEEDS: {
    isRequired: ({ skippedSteps }) => !skippedSteps.includes('COLLECTION'),
    requires: 'RECORDED',
    isRecorded: ({ needIds, planItemId }) => needIds.length > 0 || planItemId !== null,
    shownBy: [],
  },
  PROPOSAL: {
    requires: 'RECORDED',
    isRecorded: ({ termsVersion }) => termsVersion > 0,
    shownBy: ['BUDGET', 'DESIGN'],
  },
  RESOLUTION: {
    isRequired: ({ isResolutionRequired, resolutionId }) => isResolutionRequired || resolutionId !== null,
    requires: 'SIGNED_SCAN',
    isRecorded: ({ resolutionId }) => resolutionId !== null,
    shownBy: ['RESOLUTION'],
  },
  DECISION: { requires: 'SIGNED_SCAN', isRecorded: ({ decidedAt }) => decidedAt !== null, shownBy: [] },
  FILING: {
    isRequired: (project) => project.filedAt !== null || isToBeFiled(project),
    requires: 'RECORDED',
    isRecorded: ({ filedAt }) => filedAt !== null,
    shownBy: [],
  },
  NOTICE: { requires: 'RECORDED', isRecorded: isPosted, shownBy: ['NOTICE'] },
  OBJECTIONS: {
    requires: 'RECORDED',
    isRecorded: (project) => isPosted(project) && project.openObjectionCount === 0,
    shownBy: [],
  },
  COMPARISON: {
    isRequired: (_, { isOwnLabour }) => !isOwnLabour,
    requires: contractForm,
    isRecorded: isChosen,
    shownBy: ['COMPARISON'],
  },
  /** Where villagers did the work themselves, the list of their wages takes the place of a contract. */
  CONTRACT: {
    requires: contractForm,
    isRecorded: isChosen,
    shownBy: ({ isOwnLabour }) => (isOwnLabour ? ['WAGE_LIST'] : ['CONTRACT']),
  },
  START: { requires: 'RECORDED', isRecorded: ({ startedAt }) => startedAt !== null, shownBy: ['PROGRESS'] },
  PAYMENTS: {
    isRequired: ({ paidFen }) => paidFen > 0,
    requires: 'SIGNED_SCAN',
    isRecorded: ({ paidFen }) => paidFen > 0,
    shownBy: ['VOUCHER'],
  },
  ACCEPTANCE: {
    requires: 'SIGNED_SCAN',
    isRecorded: ({ acceptedAt }) => acceptedAt !== null,
    shownBy: ['ACCEPTANCE'],
  },
  SURVEY: {
    requires: 'RECORDED',
    isRecorded: ({ evaluatedAt }) => evaluatedAt !== null,
    shownBy: ['SURVEY'],
  },
  AUDIT: { requires: 'SEALED_SCAN', isRecorded: ({ auditedAt }) => auditedAt !== null, shownBy: ['AUDIT'] },
  FINAL_ACCOUNT: {
    requires: 'SIGNED_SCAN',
    isRecorded: ({ finalFen }) => finalFen !== null,
    shownBy: ['FINAL_ACCOUNT'],
  },
  EMERGENCY: {
    isRequired: ({ isEmergency }) => isEmergency,
    requires: 'RECORDED',
    isRecorded: ({ confirmedAt, regularisedAt }) => confirmedAt !== null && regularisedAt !== null,
    shownBy: [],
  },
};

const STATE_OF_FORM: Readonly<Record<DocumentForm, ArchiveState>> = {
  RECORD: 'RECORDED',
  SIGNED_SCAN: 'SIGNED_SCAN',
  SEALED_SCAN: 'SEALED_SCAN',
};
const rankOf = (state: ArchiveState): number => ARCHIVE_STATES.indexOf(state);

/** Every item of a project's archive and how it stands. */
export const archiveOf = (facts: ArchiveFacts): ArchiveEntry[] =>
  ARCHIVE_ITEMS.map((item) => entryOf(item, facts));

/** What is to be added before a project is closed. */
export const missingIn = (archive: readonly ArchiveEntry[]): ArchiveItem[] =>
  archive.filter(({ isComplete }) => !isComplete).map(({ item }) => item);

function entryOf(item: ArchiveItem, facts: ArchiveFacts): ArchiveEntry {
  const { isRequired: isNeeded = () => true, requires, isRecorded } = RULES[item];
  const { project } = facts;
  const papers = papersOf(item, facts);
  const states = papers.map(({ form }) => STATE_OF_FORM[form]);
  const best = states.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a), 'RECORDED' as ArchiveState);
  const state = isRecorded(project) ? best : 'MISSING';
  const isRequired = isNeeded(project, facts);
  const requiredState = typeof requires === 'function' ? requires(project) : requires;
  const isComplete = !isRequired || rankOf(state) >= rankOf(requiredState);
  return { item, isRequired, requiredState, state, documentIds: papers.map(({ id }) => id), isComplete };
}

function papersOf(item: ArchiveItem, facts: ArchiveFacts): Paper[] {
  if (item === 'DECISION') return facts.minutesIds.map((id) => ({ id, form: 'SIGNED_SCAN' }));
  const { shownBy } = RULES[item];
  const purposes = typeof shownBy === 'function' ? shownBy(facts) : shownBy;
  return facts.papers.filter(({ purpose }) => purposes.includes(purpose));
}
