import { Column, PrimaryColumn } from 'typeorm';
import { PartyRow } from '../parties/party.row.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import type { NeedPriority, NeedState } from './need.transitions.js';

/** What is stored of a need. What was typed about it is in the journal, sealed. */
export abstract class NeedRow extends PartyRow {
  @PrimaryColumn('uuid')
  id: string;

  /** The village, for good. */
  @Column('integer')
  villageId: number;

  /** Its code of today. */
  @Column('text')
  villageCode: string;

  /** The grid where it is, by its number in the village; null if none was named. */
  @Column('text', { nullable: true })
  gridNumber: string | null;

  @Column('text')
  kind: ProjectKind;

  /** A code of the list of channels (S0-08). */
  @Column('text')
  channel: string;

  @Column('uuid', { nullable: true })
  gridEventId: string | null;

  @Column('text')
  state: NeedState;

  /** S0-10: how pressing the two committees found it. */
  @Column('text', { nullable: true })
  priority: NeedPriority | null;

  /** The last step: none is recorded as earlier than that. */
  @Column('timestamptz')
  lastStepAt: Date;

  @Column('timestamptz')
  submittedAt: Date;

  /** Since when it is open: submitted, or open again. */
  @Column('timestamptz')
  openedAt: Date;

  /** The day of the last meeting that discussed it. */
  @Column('date', { nullable: true })
  discussedOn: string | null;

  /** S0-09: the last day on which a meeting discusses it in time. */
  @Column('date')
  discussionDueOn: string;

  /** Of the interval between discussions. */
  @Column('text')
  policyVersion: string;

  @Column('timestamptz', { nullable: true })
  declinedAt: Date | null;

  /** When whoever asked for it read the reason. */
  @Column('timestamptz', { nullable: true })
  answerReadAt: Date | null;

  @Column('integer')
  reconsiderationCount: number;

  /** The project that answers it. */
  @Column('uuid', { nullable: true })
  projectId: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}
