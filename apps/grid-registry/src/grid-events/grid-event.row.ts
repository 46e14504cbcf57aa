import type { GRID_EVENT_KINDS, GRID_EVENT_SOURCES, HANDLING_LEVELS } from '@lianxin/contracts';
import { Column, PrimaryColumn } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEventState } from './grid-event.transitions.js';

export type GridEventKind = (typeof GRID_EVENT_KINDS)[number];
export type GridEventSource = (typeof GRID_EVENT_SOURCES)[number];
export type HandlingLevel = (typeof HANDLING_LEVELS)[number];
export const URGENCIES = ['ROUTINE', 'URGENT'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What is stored of a grid event. What was typed about it is in the journal, encrypted. */
export abstract class GridEventRow {
  @PrimaryColumn('uuid')
  id: string;

  /** The village, for good. */
  @Column('integer')
  areaId: number;

  /** Code of today of the grid, or of the village if no grid was named. */
  @Column('text')
  areaCode: string;

  @Column('text')
  category: GridEventCategory;

  @Column('text')
  kind: GridEventKind;

  @Column('text')
  source: GridEventSource;

  @Column('text', { nullable: true })
  outsideReference: string | null;

  @Column('text')
  urgency: Urgency;

  @Column('text')
  state: GridEventState;

  /** Who has it in hand: the level, unless a department has. */
  @Column('text')
  level: HandlingLevel;

  @Column('uuid', { nullable: true })
  departmentId: string | null;

  @Column('uuid')
  reporterId: string;

  @Column('text')
  reporterRole: string;

  @Column('uuid', { nullable: true })
  dispatcherId: string | null;

  /** Everybody who ever worked on it: none of them may verify it or do its follow-up. */
  @Column('uuid', { array: true })
  handlerIds: string[];

  @Column('timestamptz')
  reportedAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  /** When it was first accepted. */
  @Column('timestamptz', { nullable: true })
  acceptedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  requestedDueAt: Date | null;

  @Column('timestamptz', { nullable: true })
  reportedDoneAt: Date | null;

  @Column('timestamptz', { nullable: true })
  resolvedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  notifiedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  followedUpAt: Date | null;

  /** When it came to an end: closed or refused. */
  @Column('timestamptz', { nullable: true })
  closedAt: Date | null;

  @Column('boolean', { nullable: true })
  isReached: boolean | null;

  @Column('boolean', { nullable: true })
  isSolved: boolean | null;

  @Column('boolean', { nullable: true })
  isSatisfied: boolean | null;

  @Column('integer')
  extensionCount: number;

  @Column('integer')
  urgeCount: number;

  @Column('integer')
  reopenCount: number;

  /** Version of the policy value that set the deadline. */
  @Column('text')
  policyVersion: string;
}
