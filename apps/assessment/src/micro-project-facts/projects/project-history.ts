import type { ProjectPart } from '../../indicators/indicator.definitions.js';
import type { Village } from '../../villages/counted-villages.js';
import {
  advance,
  contributionsOf,
  isSameContribution,
  STANDING_PARTS,
  surveyContribution,
} from './project-contributions.js';
import type { ProjectContribution, Standing, StandingPart } from './project-contributions.js';
import type { StepOfProject } from './project-step.js';

/** A project's standing of today and since when it is so. */
export interface CurrentProject {
  readonly village: Village;
  readonly validFrom: Date;
  readonly standing: Standing;
}

/** What a project adds to a part, from one instant to the next; without an end, today. */
export interface Fact extends ProjectContribution {
  readonly projectId: string;
  readonly sequence: number;
  readonly village: Village;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

/** The end of what a project added to a part until then. */
export interface EndOfFact {
  readonly projectId: string;
  readonly part: ProjectPart;
  readonly validUntil: Date;
}

/** An item of a plan whose project is closed. */
export interface ClosedItem {
  readonly itemId: string;
  readonly projectId: string;
  readonly village: Village;
  readonly closedAt: Date;
}

/** What a project's steps, in their order, lead to. */
export class ProjectHistory {
  readonly facts: Fact[] = [];
  readonly ends: EndOfFact[] = [];
  readonly closedItems: ClosedItem[] = [];
  private standing: Standing | null;
  private validFrom: Date | null;

  constructor(
    readonly projectId: string,
    readonly village: Village,
    private readonly before: CurrentProject | null,
  ) {
    this.standing = before?.standing ?? null;
    this.validFrom = before?.validFrom ?? null;
  }

  /** What was counted before these steps. */
  get former(): readonly ProjectContribution[] {
    return [...contributionsOf(this.before?.standing ?? null).values()];
  }

  /** What is counted after them, surveys among them included. */
  get latter(): readonly ProjectContribution[] {
    const surveys = this.facts.filter(({ part }) => part === 'PROJECT_SATISFACTION');
    return [...contributionsOf(this.standing).values(), ...surveys];
  }

  /** @throws Error before the first step */
  get current(): CurrentProject {
    const { village, validFrom, standing } = this;
    if (!validFrom || !standing) throw new Error(`nothing has happened to project ${this.projectId}`);
    return { village, validFrom, standing };
  }

  /** Takes a step; one whose clock runs behind happens at the instant of the one before it. */
  take(step: StepOfProject): void {
    const at = this.validFrom && this.validFrom > step.at ? this.validFrom : step.at;
    const after = advance(this.standing, step);
    const [was, is] = [contributionsOf(this.standing), contributionsOf(after)];
    for (const part of STANDING_PARTS) {
      if (isSameContribution(was.get(part), is.get(part))) continue;
      if (was.has(part)) this.end(part, at);
      this.begin(is.get(part), step, at);
    }
    this.begin(surveyContribution(step) ?? undefined, step, at);
    if (step.deed?.kind === 'CLOSED' && step.planItemId) this.closeItem(step.planItemId, at);
    [this.standing, this.validFrom] = [after, at];
  }

  private begin(
    contribution: ProjectContribution | undefined,
    { sequence }: StepOfProject,
    validFrom: Date,
  ): void {
    const { projectId, village } = this;
    if (contribution)
      this.facts.push({ ...contribution, projectId, sequence, village, validFrom, validUntil: null });
  }

  /** Of these steps themselves, or else the one that was kept before them. */
  private end(part: StandingPart, validUntil: Date): void {
    const index = this.facts.findLastIndex((fact) => fact.part === part);
    const fact = this.facts[index];
    if (fact) this.facts[index] = { ...fact, validUntil };
    else this.ends.push({ projectId: this.projectId, part, validUntil });
  }

  private closeItem(itemId: string, closedAt: Date): void {
    const { projectId, village } = this;
    this.closedItems.push({ itemId, projectId, village, closedAt });
  }
}
