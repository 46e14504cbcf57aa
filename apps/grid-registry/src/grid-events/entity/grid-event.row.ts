import type {
  GRID_EVENT_KINDS,
  GRID_EVENT_SOURCES,
  HANDLING_LEVELS,
  HANDOVER_RECIPIENTS,
} from '@lianxin/contracts';
import type {
  AnswerChannel,
  Confidentiality,
  ProxyAuthority,
  ProxyRelation,
  ReportChannel,
} from '@lianxin/personal-data';
import { Column, PrimaryColumn } from 'typeorm';
import type { GridEventCategory } from '../../departments/department.model.js';
import type { GridEventState } from '../grid-event.transitions.js';

export type GridEventKind = (typeof GRID_EVENT_KINDS)[number];
export type GridEventSource = (typeof GRID_EVENT_SOURCES)[number];
export type HandlingLevel = (typeof HANDLING_LEVELS)[number];
export const URGENCIES = ['ROUTINE', 'URGENT'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const REFUSAL_APPEALS = ['PENDING', 'UPHELD', 'OVERTURNED'] as const;
export type RefusalAppeal = (typeof REFUSAL_APPEALS)[number];

export type HandoverRecipient = (typeof HANDOVER_RECIPIENTS)[number];

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

  /** The person whose report it is; an alias that leads to nobody if it is anonymous. */
  @Column('uuid')
  reporterId: string;

  /** Who speaks for that person, if somebody does. */
  @Column('uuid', { nullable: true })
  proxyId: string | null;

  @Column('text', { nullable: true })
  proxyRelation: ProxyRelation | null;

  @Column('text', { nullable: true })
  proxyAuthority: ProxyAuthority | null;

  /** Who typed it, if that was not the person whose report it is. */
  @Column('uuid', { nullable: true })
  keyerId: string | null;

  /** Whoever keyed it in held an office, and once held the slip; told of anonymous ones too, for it names nobody. */
  @Column('boolean')
  isKeyedInOffice: boolean;

  @Column('text')
  channel: ReportChannel;

  @Column('text')
  answerBy: AnswerChannel;

  @Column('text')
  confidentiality: Confidentiality;

  /** The bodies that are complained of, or of which a person is: of an area, and departments. */
  @Column('text', { nullable: true })
  concernedAreaCode: string | null;

  @Column('uuid', { array: true })
  concernedDepartmentIds: string[];

  /** The persons who are complained of, or were of that body when the report was made: it does not exist for them. */
  @Column('uuid', { array: true })
  concernedIds: string[];

  /** Departments that it is with besides `departmentId`: those called to a joint response, or to protect somebody. */
  @Column('uuid', { array: true })
  departmentIds: string[];

  /** The departments that were called to a joint response and have neither finished their part nor been released. */
  @Column('uuid', { array: true })
  awaitedDepartmentIds: string[];

  /** The place whose posts may know of it, where that is not its own: a realm's letter and a code. */
  @Column('text', { nullable: true })
  restrictedTo: string | null;

  /** In whose counts it is then; in none if this is null as well. */
  @Column('integer', { nullable: true })
  restrictedAreaId: number | null;

  @Column('uuid', { nullable: true })
  mergedIntoId: string | null;

  @Column('timestamptz', { nullable: true })
  mergedAt: Date | null;

  /** How many reports are merged into it. */
  @Column('integer')
  mergedCount: number;

  @Column('text', { nullable: true })
  handedOverTo: HandoverRecipient | null;

  /** Random, for the receipt of a handover; null unless it was handed over. */
  @Column('text', { nullable: true })
  receiptNumber: string | null;

  /** Whether the parties agreed to mediation; null until somebody asked them. */
  @Column('boolean', { nullable: true })
  isMediationConsented: boolean | null;

  /** Whether a party asked that a mediation leave grid and village. */
  @Column('boolean')
  isAskedByParty: boolean;

  /** The department whose window is competent, once the procedure was told. */
  @Column('uuid', { nullable: true })
  windowDepartmentId: string | null;

  /** Who refused it, and at which level: neither decides on the appeal. */
  @Column('uuid', { nullable: true })
  refuserId: string | null;

  @Column('text', { nullable: true })
  refusedAtLevel: HandlingLevel | null;

  /** Where the appeal against the refusal stands; null without one. */
  @Column('text', { nullable: true })
  refusalAppeal: RefusalAppeal | null;

  /** What is on the slip; null for events of before there were slips. */
  @Column('text', { nullable: true })
  slipNumber: string | null;

  @Column('text')
  reporterRole: string;

  @Column('uuid', { nullable: true })
  dispatcherId: string | null;

  /** Everybody who ever worked on it: none of them may verify it or do its follow-up. */
  @Column('uuid', { array: true })
  handlerIds: string[];

  /** Everybody who took a step of the handling, accepted, dispatched or refused it: none of them asks how it was. */
  @Column('uuid', { array: true })
  participantIds: string[];

  @Column('timestamptz')
  reportedAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  /** Until when it is to be accepted, refused or otherwise answered; null for events of before there was such a time. */
  @Column('timestamptz', { nullable: true })
  respondBy: Date | null;

  @Column('timestamptz', { nullable: true })
  respondedAt: Date | null;

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

  /** An answer was left that need not be the reporter's own, and nobody has reached the reporter since. */
  @Column('boolean')
  hasAnswerToConfirm: boolean;

  /** When one was last left. */
  @Column('timestamptz', { nullable: true })
  leftAnswerAt: Date | null;

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
