import type { PartyRow } from '../parties/party.row.js';
import type { RulingLevel } from '../projects/ruling-level.js';
import type { ObjectionState } from './objection.enums.js';

/** An objection to a notice (异议), as those know it who may know who stands behind it. */
export interface Objection extends PartyRow {
  readonly id: string;
  readonly projectId: string;
  readonly noticeId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly rulingLevel: RulingLevel;
  /** Code of today of the office that rules. */
  readonly rulingCode: string;
  readonly isAnonymousToVillage: boolean;
  readonly raisedAt: Date;
  readonly ruleBy: Date;
  readonly policyVersion: string;
  readonly closedAt: Date | null;
  readonly ruledBy: string | null;
  readonly state: ObjectionState;
  /** What is published of the ruling. */
  readonly finding: string | null;
}

/** How an objection stands, for everybody. */
export interface ObjectionStanding {
  readonly id: string;
  readonly state: ObjectionState;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly raisedOn: string;
  readonly closedOn: string | null;
  readonly finding: string | null;
}
