import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AreaChangeKind } from '../proposals/detect-area-changes.js';
import { AreaChangeDecidedError } from './area-change.errors.js';

export const AREA_CHANGE_STATES = ['PROPOSED', 'APPROVED', 'REJECTED', 'SUPERSEDED'] as const;
export type AreaChangeState = (typeof AREA_CHANGE_STATES)[number];

/** Who decides, when, under which post, and why: what was typed is sealed under the decider's key. */
export interface Decision {
  readonly at: Date;
  readonly by: string;
  readonly as: string;
  readonly reasonSealed: string | null;
}

/** A difference between the areas that are and those of a file: waits for somebody to decide it (区划变更). */
@Entity('area_change')
export class AreaChange {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('text')
  readonly kind: AreaChangeKind;

  @Column('text')
  state: AreaChangeState;

  /** Null for a new area until it is approved. */
  @Column('integer', { nullable: true })
  areaId: number | null;

  /** The code when it was proposed; of a new area the code it will have. */
  @Column('text')
  readonly code: string;

  @Column('text', { nullable: true })
  readonly newCode: string | null;

  @Column('text', { nullable: true })
  readonly newName: string | null;

  /** Line of the file; null for what is gone. */
  @Column('integer', { nullable: true })
  readonly line: number | null;

  @Column('text')
  readonly fileDigest: string;

  @Column('date')
  readonly effectiveFrom: string;

  @Column('timestamptz')
  readonly proposedAt: Date;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @Column('uuid', { nullable: true })
  decidedBy: string | null;

  @Column('text', { nullable: true })
  decidedAs: string | null;

  @Column('text', { nullable: true })
  reasonSealed: string | null;

  /** @throws AreaChangeDecidedError */
  approve(decision: Decision, areaId: number): void {
    this.decide('APPROVED', decision);
    this.areaId = areaId;
  }

  /** @throws AreaChangeDecidedError */
  reject(decision: Decision): void {
    this.decide('REJECTED', decision);
  }

  /** @throws AreaChangeDecidedError */
  assertOpen(): void {
    if (this.state !== 'PROPOSED') throw new AreaChangeDecidedError(this.id, this.state);
  }

  private decide(state: AreaChangeState, { at, by, as, reasonSealed }: Decision): void {
    this.assertOpen();
    this.state = state;
    this.decidedAt = at;
    this.decidedBy = by;
    this.decidedAs = as;
    this.reasonSealed = reasonSealed;
  }
}
