import type {
  AnswerChannel,
  Confidentiality,
  Parties,
  ProxyAuthority,
  ProxyRelation,
  ReportChannel,
} from '@lianxin/personal-data';
import { Column } from 'typeorm';

/** What is stored of who stands behind a need, an objection or a remark; names and contacts are in the journal, sealed. */
export abstract class PartyRow {
  /** Whose matter it is: an account, or a person without one. */
  @Column('uuid')
  subjectId: string;

  @Column('uuid', { nullable: true })
  proxyId: string | null;

  @Column('text', { nullable: true })
  proxyRelation: ProxyRelation | null;

  @Column('text', { nullable: true })
  proxyAuthority: ProxyAuthority | null;

  /** Who typed it, if that was not the person whose matter it is. */
  @Column('uuid', { nullable: true })
  keyerId: string | null;

  /** Whoever keyed it in held an office, and once held the slip. */
  @Column('boolean')
  isKeyedInOffice: boolean;

  @Column('text')
  contactChannel: ReportChannel;

  @Column('text')
  answerBy: AnswerChannel;

  @Column('text')
  confidentiality: Confidentiality;

  /** Derived from the id by a keyed hash, so that nobody counts from it. */
  @Column('text')
  slipNumber: string;
}

/** The columns of `PartyRow` for a migration. */
export const PARTY_COLUMNS_DDL = `
  subject_id uuid NOT NULL,
  proxy_id uuid,
  proxy_relation text,
  proxy_authority text,
  keyer_id uuid,
  is_keyed_in_office boolean NOT NULL,
  contact_channel text NOT NULL,
  answer_by text NOT NULL,
  confidentiality text NOT NULL,
  slip_number text COLLATE "C" NOT NULL,
  CHECK ((proxy_id IS NULL) = (proxy_relation IS NULL) AND (proxy_id IS NULL) = (proxy_authority IS NULL))`;

/** Who stands behind it, ready to be stored. */
export function partyColumnsOf(
  { actor: _actor, ...parties }: Parties,
  contactChannel: ReportChannel,
  slipNumber: string,
): PartyRow {
  return { ...parties, contactChannel, slipNumber };
}

type Standing = Pick<PartyRow, 'subjectId' | 'proxyId' | 'keyerId' | 'confidentiality'>;

/** The accounts of those who stand behind it: whose matter it is, and who speaks for them; of nobody who must not be known. */
export function accountsOf({ subjectId, proxyId, keyerId, confidentiality }: Standing): string[] {
  if (confidentiality === 'ANONYMOUS') return [];
  if (keyerId === null) return [subjectId];
  // Whoever has no account has an id of this matter alone.
  return proxyId === keyerId ? [proxyId] : [];
}
