import { GRID_EVENT_CATEGORIES } from '@lianxin/contracts';
import { randomUUID } from 'node:crypto';
import type { Random } from '../random.js';

/** One command that an account may send. */
export interface Act {
  readonly account: string;
  readonly mutation: string;
  /** The GraphQL type of its input. */
  readonly inputType: string;
  /** Without the request id. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly mustBeRefused?: boolean;
}

/** What the load needs to know of the platform that it is driven through. */
export interface Scenery {
  readonly departmentId: string;
  /** Villages of the demonstration's township. */
  readonly villages: readonly string[];
  /** Villages of the county's other townships. */
  readonly otherVillages: readonly string[];
}

export const accounts = {
  worker: 'grid-worker',
  township: 'township-officer',
  otherTownship: 'other-township-officer',
  department: 'department-officer',
  county: 'county-command',
  policyEditor: 'policy-editor',
} as const;

const { worker, township, department, county } = accounts;
const countyCode = '361104';
const workersGrid = '361104111001001';
const words = '路灯不亮已三日，行人夜间通行不便，请尽快维修';
const hourMs = 3_600_000;

/** A command's document; what it answers is called `answer`. */
export const documentOf = ({ mutation, inputType }: Act): string =>
  `mutation ($input: ${inputType}!) { answer: ${mutation}(input: $input) { ${
    mutation === 'revealPersonalData' ? 'field words' : 'id'
  } } }`;

const plain = (account: string, mutation: string): Act => ({
  ...{ account, mutation, inputType: 'GridEventStepInput', input: {} },
});
const noted = (account: string, mutation: string): Act => ({
  ...{ account, mutation, inputType: 'GridEventNoteInput', input: { note: words } },
});

/** How one life goes on, step by step, after its first: the grid event is put in when a step is sent. */
export interface Life {
  readonly beginning: Act;
  readonly steps: readonly Act[];
}

/** A life of one of the kinds there are: handled, refused, settled on the spot, returned, extended, reopened. */
export function lifeOf(random: Random, scenery: Scenery): Life {
  if (random.chance(0.15)) return settled(random);
  const reporter = random.pick([worker, worker, township, township, county]);
  const officer = reporter === county ? county : township;
  const beginning = report(random, reporter, scenery);
  if (random.chance(0.12)) return { beginning, steps: [noted(officer, 'refuseGridEvent')] };
  const verifier = reporter === worker ? worker : officer;
  return { beginning, steps: handled(random, scenery, { officer, verifier }) };
}

function report(random: Random, account: string, { villages, otherVillages }: Scenery): Act {
  const place = { [worker]: [workersGrid], [township]: villages, [county]: otherVillages }[account];
  const input = { ...matterOf(random), areaCode: random.pick(place ?? villages) };
  return { account, mutation: 'reportGridEvent', inputType: 'ReportGridEventInput', input };
}

const matterOf = (random: Random) => ({
  category: random.pick(GRID_EVENT_CATEGORIES),
  // Alerts of an emergency are rung up by the clock: the platform would not come to rest while the oracle looks.
  kind: 'GENERAL',
  source: 'PATROL',
  urgency: 'ROUTINE',
  text: words,
  place: '三组路口',
});

function settled(random: Random): Life {
  const input = { ...matterOf(random), areaCode: workersGrid, note: words };
  const beginning = {
    account: worker,
    mutation: 'settleGridEventOnTheSpot',
    inputType: 'SettleGridEventOnTheSpotInput',
    input,
  };
  return { beginning, steps: random.chance(0.7) ? [followUp(random), plain(county, 'closeGridEvent')] : [] };
}

interface Hands {
  readonly officer: string;
  readonly verifier: string;
}

function handled(random: Random, scenery: Scenery, { officer, verifier }: Hands): Act[] {
  const dispatch: Act = {
    account: officer,
    mutation: 'dispatchGridEvent',
    inputType: 'DispatchGridEventInput',
    input: { departmentId: scenery.departmentId, note: words },
  };
  const started = [dispatch, plain(department, 'startGridEvent')];
  const isReturned = random.chance(0.1);
  const isExtended = random.chance(0.1);
  const isFailed = random.chance(0.1);
  const done = noted(department, 'reportGridEventDone');
  // Who had a hand in it does not ask how it was.
  const isAsked = officer !== county && random.chance(0.8);
  const end = isAsked ? [followUp(random), plain(county, 'closeGridEvent')] : [];
  const steps = [
    ...(random.chance(0.1) ? [noted(officer, 'urgeGridEvent')] : []),
    plain(officer, 'acceptGridEvent'),
    ...(isReturned ? [...started, noted(department, 'returnGridEvent')] : []),
    ...started,
    ...(isExtended ? extension(random, officer) : []),
    done,
    ...(isFailed ? [noted(verifier, 'failGridEventVerification'), done] : []),
    noted(verifier, 'verifyGridEvent'),
    noted(officer, 'notifyGridEventResult'),
    ...end,
    ...(random.chance(0.1) ? [noted(county, 'reopenGridEvent')] : []),
  ];
  // Some are left where they are: what is open counts, too.
  return random.chance(0.25) ? steps.slice(0, random.whole(0, steps.length)) : steps;
}

/** May be refused for a deadline that does not fit: the answer is taken as it comes. */
const extension = (random: Random, officer: string): Act[] => [
  {
    account: department,
    mutation: 'requestGridEventExtension',
    inputType: 'RequestGridEventExtensionInput',
    input: { note: words, dueAt: new Date(Date.now() + random.whole(8, 16) * 24 * hourMs).toISOString() },
  },
  {
    account: officer,
    mutation: 'decideGridEventExtension',
    inputType: 'DecideGridEventExtensionInput',
    input: { note: words, isGranted: random.chance(0.7) },
  },
];

function followUp(random: Random): Act {
  const isReached = random.chance(0.9);
  const answers = isReached
    ? { isSolved: true, isSatisfied: random.chance(0.8) }
    : { isSolved: null, isSatisfied: null };
  const input = { isReached, ...answers };
  return {
    account: county,
    mutation: 'followUpGridEvent',
    inputType: 'FollowUpGridEventInput',
    input,
  };
}

const defineGrid = (random: Random, village: string): Act => ({
  account: county,
  mutation: 'defineGrid',
  inputType: 'DefineGridInput',
  input: {
    code: `${village}${random.whole(100, 999)}`,
    name: '第九网格',
    kind: 'COMPREHENSIVE',
    householdCount: random.whole(200, 400),
  },
});

const giveGrant = (village: string): Act => ({
  account: county,
  mutation: 'giveGrant',
  inputType: 'GiveGrantInput',
  input: { subject: randomUUID(), role: 'VILLAGE_OFFICER', areaCode: village },
});

const defineDepartment = (): Act => ({
  account: county,
  mutation: 'defineDepartment',
  inputType: 'DefineDepartmentInput',
  input: {
    code: `office-${randomUUID().slice(0, 8)}`,
    name: '办公室',
    areaCode: countyCode,
    duties: ['OTHER'],
  },
});

const overridePolicy = (random: Random): Act => ({
  account: accounts.policyEditor,
  mutation: 'overridePolicy',
  inputType: 'OverridePolicyInput',
  input: {
    policyKey: 'grid-event.deadline.general',
    areaCode: countyCode,
    valueJson: JSON.stringify({ amount: random.whole(3, 9), unit: 'workingDays' }),
    effectiveFrom: `${new Date().getUTCFullYear() + 1}-06-01`,
  },
});

/** What else a county does: grids, posts, departments, policies. */
export function administrationOf(random: Random, { villages, otherVillages }: Scenery): Act {
  const village = random.pick([...villages, ...otherVillages]);
  return random.pick([
    defineGrid(random, village),
    giveGrant(village),
    defineDepartment(),
    overridePolicy(random),
  ]);
}

export const reveal = (gridEventId: string, account: string = county, purpose = 'HANDLING'): Act => ({
  account,
  mutation: 'revealPersonalData',
  inputType: 'RevealPersonalDataInput',
  input: { gridEventId, purpose },
});

/** Something that somebody says in the area of the own post. */
export const reportBy = (account: string, areaCode: string): Act => ({
  account,
  mutation: 'reportGridEvent',
  inputType: 'ReportGridEventInput',
  input: {
    ...{ category: 'OTHER', kind: 'GENERAL', urgency: 'ROUTINE', text: words, place: '三组路口', areaCode },
    source: account === 'resident' ? 'RESIDENT' : 'PATROL',
  },
});

/** What must come to nothing: a step out of turn, somebody else's event, contradictory answers, empty words. */
export function forbiddenOf(random: Random, reported: string): Act {
  const acts: Act[] = [
    { ...plain(accounts.otherTownship, 'acceptGridEvent'), input: { gridEventId: reported } },
    { ...plain(county, 'closeGridEvent'), input: { gridEventId: reported } },
    { ...noted(worker, 'verifyGridEvent'), input: { gridEventId: reported, note: words } },
    { ...plain(worker, 'acceptGridEvent'), input: { gridEventId: randomUUID() } },
    {
      account: county,
      mutation: 'followUpGridEvent',
      inputType: 'FollowUpGridEventInput',
      input: { gridEventId: reported, isReached: false, isSolved: true, isSatisfied: true },
    },
    {
      account: worker,
      mutation: 'reportGridEvent',
      inputType: 'ReportGridEventInput',
      input: { ...matterOf(random), areaCode: workersGrid, text: ' ' },
    },
    {
      account: accounts.policyEditor,
      mutation: 'defineGrid',
      inputType: 'DefineGridInput',
      input: {
        code: `${workersGrid.slice(0, 12)}999`,
        name: '网格',
        kind: 'COMPREHENSIVE',
        householdCount: 1,
      },
    },
  ];
  return { ...random.pick(acts), mustBeRefused: true };
}

/** The smallest change there is that everybody sees. */
export const canaryAct = (random: Random): Act => ({
  account: worker,
  mutation: 'reportGridEvent',
  inputType: 'ReportGridEventInput',
  input: { ...matterOf(random), areaCode: workersGrid },
});
