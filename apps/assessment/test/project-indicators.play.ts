import { DECIDING_BODIES, DECISION_BANDS } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import fc from 'fast-check';
import { FAR_VILLAGE, NEIGHBOUR, VILLAGE } from './area.builder.js';
import { aDiscussion, aNeed, anAudit, MicroProjectLife, PlanLife } from './micro-project.builder.js';
import type { ProjectStep } from './micro-project.builder.js';
import type { PlayedDeed, PlayedStep } from './project-indicators.oracle.js';

export const VILLAGES = [VILLAGE, NEIGHBOUR, FAR_VILLAGE];
const PROJECTS = 6;

/** What may follow what, more than micro-project itself lets pass; the state is named by the step that led to it. */
const NEXT: Readonly<Record<string, readonly ProjectStep[]>> = {
  NEW: ['ProjectProposed'],
  ProjectProposed: ['ProjectSubmitted', 'ProjectSubmitted', 'EmergencyBypassUsed'],
  ProjectSubmitted: [
    'ProjectDecided',
    'ProjectDecided',
    'ProjectDecided',
    'ProjectReturned',
    'ProjectRejected',
  ],
  ProjectReturned: ['ProjectRevised', 'ProjectSubmitted'],
  ProjectRejected: ['ProjectRevised'],
  ProjectRevised: ['ProjectSubmitted'],
  ProjectDecided: ['ProjectFiled', 'NoticePosted', 'NoticePosted', 'ProjectStarted', 'ProjectReturned'],
  ProjectFiled: ['NoticePosted', 'NoticeEnded', 'ProjectStarted'],
  NoticePosted: ['NoticeEnded', 'NoticeEnded', 'ProjectFiled', 'ProjectStarted'],
  NoticeEnded: ['ProjectStarted', 'ProjectStarted', 'ProjectFiled', 'ProjectDecided', 'ProjectReturned'],
  ProjectStarted: [
    'ProjectCompleted',
    'ProjectCompleted',
    'PaymentRecorded',
    'ProjectDecided',
    'ProjectFiled',
  ],
  PaymentRecorded: [
    'ProjectCompleted',
    'ProjectFiled',
    'ProjectDecided',
    'AcceptancePassed',
    'ProjectReturned',
  ],
  EmergencyBypassUsed: [
    'EmergencyConfirmed',
    'EmergencyConfirmed',
    'EmergencyRefused',
    'EmergencyRegularised',
  ],
  EmergencyConfirmed: [
    'EmergencyRegularised',
    'EmergencyRegularised',
    'ProjectCompleted',
    'EmergencyRefused',
  ],
  EmergencyRefused: ['EmergencyConfirmed', 'ProjectAbandoned'],
  EmergencyRegularised: ['ProjectCompleted', 'EmergencyConfirmed', 'ProjectDecided'],
  ProjectCompleted: ['AcceptancePassed', 'AcceptancePassed', 'AcceptanceFailed', 'SatisfactionSurveyed'],
  AcceptancePassed: ['SatisfactionSurveyed', 'SatisfactionSurveyed', 'AcceptancePassed', 'AcceptanceFailed'],
  AcceptanceFailed: ['ProjectCompleted', 'AcceptancePassed', 'SatisfactionSurveyed'],
  SatisfactionSurveyed: ['AuditPublished', 'AuditPublished', 'AcceptancePassed', 'AcceptanceFailed'],
  AuditPublished: ['ProjectClosed', 'ProjectClosed', 'AuditPublished', 'AcceptanceFailed'],
  ProjectClosed: ['AuditPublished', 'PaymentRecorded'],
  ProjectAbandoned: ['PaymentRecorded'],
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Some weeks before the turn of the year in Shanghai, so that both years fill. */
export const START = Date.parse('2025-12-10T00:00:00+08:00');

const stepChoice = fc.record({
  kind: fc.constant('STEP' as const),
  project: fc.nat(PROJECTS - 1),
  which: fc.nat(11),
  hoursLater: fc.nat(30),
  band: fc.constantFrom(...DECISION_BANDS),
  body: fc.constantFrom(...DECIDING_BODIES),
  budgetFen: fc.constantFrom(100, 200, 300),
  committedFen: fc.constantFrom(0, 100, 200, 250),
  isYes: fc.boolean(),
  survey: fc.constantFrom(
    { answerCount: 10, satisfiedCount: 7, minimumSample: 10 },
    { answerCount: 9, satisfiedCount: 9, minimumSample: 10 },
    { answerCount: 0, satisfiedCount: 0, minimumSample: 0 },
    { answerCount: 3, satisfiedCount: 0, minimumSample: 1 },
  ),
});
const deedChoice = fc.record({
  kind: fc.constantFrom('NEED' as const, 'DISCUSSION' as const, 'PLAN' as const, 'AUDIT' as const),
  village: fc.nat(VILLAGES.length - 1),
  hoursLater: fc.nat(200),
  daysAgo: fc.integer({ min: -3, max: 40 }),
  year: fc.constantFrom(2025, 2026, 2027),
  items: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
});
export const played = fc.array(
  fc.oneof({ arbitrary: stepChoice, weight: 6 }, { arbitrary: deedChoice, weight: 1 }),
  { minLength: 80, maxLength: 200 },
);

type Chosen<Choice> = Choice extends fc.Arbitrary<infer Value> ? Value : never;
type StepChoice = Chosen<typeof stepChoice>;
type DeedChoice = Chosen<typeof deedChoice>;

interface ProjectInPlay {
  readonly village: number;
  readonly life: MicroProjectLife;
  readonly planItemId: string | null;
  state: string;
  /** What it told last. */
  terms: Pick<PlayedStep, 'band' | 'budgetFen'>;
}

const villageCode = (village: number): string => (VILLAGES[village] as { code: string }).code;

/** The same ids in every village: an item of another village's plan is another item. */
const itemId = (number: number): string => `0190d000-0000-7000-8000-00000000000${number}`;

export class Play {
  readonly steps: PlayedStep[] = [];
  readonly deeds: PlayedDeed[] = [];
  readonly messages: IncomingMessage[] = [];
  private at = START;
  private readonly plans = new Map<string, PlanLife>();
  private readonly projects = Array.from({ length: PROJECTS }, (_, project): ProjectInPlay => {
    const village = project % VILLAGES.length;
    const planItemId = project === 5 ? null : itemId((project % VILLAGES.length) % 2);
    const life = new MicroProjectLife(villageCode(village), { planItemId });
    const terms = { band: 'VILLAGE_DECIDES', budgetFen: 200 } as const;
    return { village, life, planItemId, state: 'NEW', terms };
  });

  constructor(choices: Chosen<typeof played>) {
    for (const choice of choices) {
      this.at += choice.hoursLater * HOUR_MS;
      if (choice.kind === 'STEP') this.step(choice);
      else this.deed(choice.kind, choice);
    }
  }

  get last(): number {
    return this.at;
  }

  private step(choice: StepChoice): void {
    const project = this.projects[choice.project] as ProjectInPlay;
    const possible = NEXT[project.state] as readonly ProjectStep[];
    const name = possible[choice.which % possible.length] as ProjectStep;
    const { band, budgetFen, body, committedFen, isYes, survey } = choice;
    if (name === 'ProjectSubmitted' || name === 'ProjectDecided' || name === 'EmergencyConfirmed')
      project.terms = { band, budgetFen };
    const told = {
      ...((name === 'ProjectDecided' || name === 'EmergencyConfirmed') && { body }),
      ...(name === 'EmergencyConfirmed' && { isInTime: isYes }),
      ...(name === 'AcceptancePassed' && { isProposerPresent: isYes }),
    };
    const standing = { ...project.terms, committedFen };
    this.messages.push(
      project.life.step(name, new Date(this.at).toISOString(), {
        standing,
        ...told,
        ...(name === 'SatisfactionSurveyed' && survey),
      }),
    );
    this.steps.push({
      ...{ project: choice.project, village: project.village, name, at: this.at },
      ...{ ...standing, planItemId: project.planItemId, ...told },
      ...(name === 'SatisfactionSurveyed' && { survey }),
    });
    project.state = name;
  }

  private deed(kind: DeedChoice['kind'], { village, daysAgo, year, items }: DeedChoice): void {
    const at = new Date(this.at).toISOString();
    const code = villageCode(village);
    const day = new Date(this.at + 8 * HOUR_MS - daysAgo * DAY_MS).toISOString().slice(0, 10);
    const itemIds = items.map(itemId);
    const played = { village, at: this.at };
    switch (kind) {
      case 'NEED':
        this.deeds.push({ ...played, kind });
        this.messages.push(aNeed(code, at));
        return;
      case 'DISCUSSION':
        this.deeds.push({ ...played, kind, heldOn: day });
        this.messages.push(aDiscussion(code, day, at));
        return;
      case 'PLAN':
        this.deeds.push({ ...played, kind, year, itemIds });
        this.messages.push(this.planOf(code, year).approve(at, itemIds));
        return;
      case 'AUDIT':
        this.deeds.push({ ...played, kind, year });
        this.messages.push(anAudit([code], { year, reportedOn: day, at }));
    }
  }

  private planOf(code: string, year: number): PlanLife {
    const key = `${code} ${year}`;
    const plan = this.plans.get(key) ?? new PlanLife(code, year);
    this.plans.set(key, plan);
    return plan;
  }
}
