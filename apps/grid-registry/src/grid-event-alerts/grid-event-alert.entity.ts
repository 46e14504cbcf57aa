import type { Role } from '@lianxin/access';
import type { ALERT_LEVELS } from '@lianxin/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import { AlertAcknowledgedError, AlertEndedError } from './grid-event-alert.errors.js';

export type AlertLevel = (typeof ALERT_LEVELS)[number];

export type RaisedAlert = Pick<
  GridEventAlert,
  | 'id'
  | 'gridEventId'
  | 'level'
  | 'postCode'
  | 'departmentId'
  | 'areaCode'
  | 'category'
  | 'concernedIds'
  | 'raisedAt'
  | 'dueAt'
  | 'policyVersion'
>;

/** When the next one is told, and how often the highest is told again. */
export interface RingTerms {
  readonly acknowledgeBy: Date;
  readonly repeatAt: Date;
  readonly repeats: number;
}

/** Whose turn it is when nobody acknowledged. Discipline inspection stays with itself: what it knows goes nowhere else. */
const ABOVE: Readonly<Record<AlertLevel, AlertLevel>> = {
  VILLAGE: 'TOWNSHIP',
  TOWNSHIP: 'COUNTY',
  COUNTY: 'COUNTY',
  DEPARTMENT: 'COUNTY',
  INSPECTION: 'INSPECTION',
};

const OF_AN_AREA = /^\d/;

/** That a duty post was told of an emergency (告警), S1-23: that it is one and where, never what was said. */
@Entity('grid_event_alert')
export class GridEventAlert {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  gridEventId: string;

  /** Whose duty post was alerted. */
  @Column('text')
  level: AlertLevel;

  /** Code of the post's area; behind the letter of its realm where the place itself must not know. */
  @Column('text')
  postCode: string;

  @Column('uuid', { nullable: true })
  departmentId: string | null;

  /** Of the grid or village, as exact as events tell it. */
  @Column('text')
  areaCode: string;

  @Column('text')
  category: GridEventCategory;

  /** Those for whom the emergency does not exist. */
  @Column('uuid', { array: true })
  concernedIds: string[];

  @Column('timestamptz')
  raisedAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  /** Null once it is acknowledged or ended, or was rung up as often as may be. */
  @Column('timestamptz', { nullable: true })
  nextRingAt: Date | null;

  /** Who is told now, if that is somebody else than at first. */
  @Column('text', { nullable: true })
  rungUpTo: AlertLevel | null;

  @Column('integer')
  ringCount: number;

  @Column('integer')
  repeatCount: number;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt: Date | null;

  @Column('uuid', { nullable: true })
  acknowledgedBy: string | null;

  @Column('text', { nullable: true })
  acknowledgedByRole: Role | null;

  /** When the emergency needed nobody any more. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Version of the policy value that set its time. */
  @Column('text')
  policyVersion: string;

  static raise(alert: RaisedAlert): GridEventAlert {
    return Object.assign(new GridEventAlert(), alert, {
      nextRingAt: alert.dueAt,
      rungUpTo: null,
      ringCount: 0,
      repeatCount: 0,
      acknowledgedAt: null,
      acknowledgedBy: null,
      acknowledgedByRole: null,
      endedAt: null,
    });
  }

  /** The emergency needs somebody again: whoever knew of it before may not know of this. */
  raiseAgain(terms: Pick<GridEventAlert, 'raisedAt' | 'dueAt' | 'policyVersion'>): void {
    Object.assign(this, terms);
    this.nextRingAt = terms.dueAt;
    this.rungUpTo = this.endedAt = null;
    this.ringCount = this.repeatCount = 0;
    this.acknowledgedAt = this.acknowledgedBy = this.acknowledgedByRole = null;
  }

  /** Everyone who was told so far. */
  get toldLevels(): AlertLevel[] {
    const told = [this.level];
    for (let last = this.level; this.rungUpTo !== null && last !== this.rungUpTo; told.push(last))
      last = ABOVE[last];
    return told;
  }

  get isOpen(): boolean {
    return this.acknowledgedAt === null && this.endedAt === null;
  }

  /** @throws AlertAcknowledgedError, AlertEndedError */
  acknowledge(by: { readonly personId: string; readonly role: Role }, at: Date): void {
    if (this.acknowledgedAt) throw new AlertAcknowledgedError(this.acknowledgedAt);
    if (this.endedAt) throw new AlertEndedError(this.endedAt);
    this.acknowledgedAt = at;
    this.acknowledgedBy = by.personId;
    this.acknowledgedByRole = by.role;
    this.nextRingAt = null;
  }

  /** To the next level; the highest is told again, so often and no more. */
  ringUp({ acknowledgeBy, repeatAt, repeats }: RingTerms): { fromLevel: AlertLevel; toLevel: AlertLevel } {
    const fromLevel = this.rungUpTo ?? this.level;
    const toLevel = OF_AN_AREA.test(this.postCode) ? ABOVE[fromLevel] : fromLevel;
    const isTop = toLevel === fromLevel;
    if (isTop) this.repeatCount += 1;
    else this.rungUpTo = toLevel;
    this.ringCount += 1;
    if (!isTop) this.nextRingAt = acknowledgeBy;
    else this.nextRingAt = this.repeatCount < repeats ? repeatAt : null;
    return { fromLevel, toLevel };
  }

  end(at: Date): void {
    this.endedAt = at;
    this.nextRingAt = null;
  }
}
