import { shanghaiYear } from '@lianxin/policy';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ClockBehindError } from '../projects/errors/project.errors.js';
import { IllegalPlanStepError, PlanVersionError, PlanYearError } from './plan.errors.js';
import { PLAN_TRANSITIONS } from './plan.transitions.js';
import type { PlanState, PlanStepName } from './plan.transitions.js';

export interface PlanPlace {
  readonly id: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly year: number;
}

/** What a village means to do in a year (年度计划). The items of each version are rows of their own. */
@Entity('plan')
export class Plan {
  @PrimaryColumn('uuid')
  id: string;

  @Column('integer')
  villageId: number;

  /** Its code of today. */
  @Column('text')
  villageCode: string;

  @Column('integer')
  year: number;

  /** Of the latest version. */
  @Column('text')
  state: PlanState;

  @Column('integer')
  version: number;

  /** The version that holds: what is done is counted against it. */
  @Column('integer', { nullable: true })
  approvedVersion: number | null;

  @Column('timestamptz')
  submittedAt: Date;

  @Column('timestamptz', { nullable: true })
  approvedAt: Date | null;

  @Column('timestamptz')
  lastStepAt: Date;

  /** @throws PlanYearError */
  static submit(place: PlanPlace, at: Date): Plan {
    checkYear(place.year, at);
    const moments = { submittedAt: at, lastStepAt: at, approvedAt: null };
    const standing = { state: 'SUBMITTED' as const, version: 1, approvedVersion: null };
    return Object.assign(new Plan(), { ...place, ...standing, ...moments });
  }

  /** A later version, of which the one that holds knows nothing until it is approved. @throws PlanYearError */
  submitAnew(at: Date): void {
    checkYear(this.year, at);
    this.move('submitAnew', at);
    this.version += 1;
    this.submittedAt = at;
  }

  returnForRevision(at: Date): void {
    this.move('returnForRevision', at);
  }

  /** @param version that the meeting had before it */
  approve(version: number, at: Date): void {
    if (version !== this.version) throw new PlanVersionError(this.version);
    this.move('approve', at);
    this.approvedVersion = version;
    this.approvedAt = at;
  }

  /** @throws IllegalPlanStepError, ClockBehindError */
  private move(step: PlanStepName, at: Date): void {
    const { from, to } = PLAN_TRANSITIONS[step];
    if (!(from as readonly PlanState[]).includes(this.state))
      throw new IllegalPlanStepError(step, this.state);
    if (at < this.lastStepAt) throw new ClockBehindError(this.lastStepAt);
    this.state = to;
    this.lastStepAt = at;
  }
}

/** For this year or the next: what was done is no plan. */
function checkYear(year: number, at: Date): void {
  const thisYear = shanghaiYear(at);
  if (year !== thisYear && year !== thisYear + 1) throw new PlanYearError(year, thisYear, thisYear + 1);
}
