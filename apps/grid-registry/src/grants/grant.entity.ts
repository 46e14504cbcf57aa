import type { Role } from '@lianxin/access';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GrantAlreadyRevokedError, GrantPeriodError } from './grant.errors.js';

/** A post that somebody holds at a place for a time (S4-52: one person may hold several). */
@Entity('access_grant')
export class AccessGrant {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  subject: string;

  @Column('text')
  role: Role;

  @Column('text')
  areaCode: string;

  @Column('uuid', { nullable: true })
  departmentId: string | null;

  @Column('timestamptz')
  validFrom: Date;

  @Column('timestamptz', { nullable: true })
  validUntil: Date | null;

  @Column('uuid', { nullable: true })
  givenBy: string | null;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  @Column('uuid', { nullable: true })
  revokedBy: string | null;

  static give(terms: Omit<AccessGrant, 'revokedAt' | 'revokedBy' | 'revoke'>): AccessGrant {
    if (terms.validUntil && terms.validUntil <= terms.validFrom) throw new GrantPeriodError();
    return Object.assign(new AccessGrant(), terms, { revokedAt: null, revokedBy: null });
  }

  revoke(by: string, at: Date): void {
    if (this.revokedAt) throw new GrantAlreadyRevokedError(this.id);
    this.revokedAt = at;
    this.revokedBy = by;
  }
}
