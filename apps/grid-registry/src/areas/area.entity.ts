import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AreaLevel, CommitteeKind } from './area-code.js';

/** An administrative division (行政区划) as it stands: the id is for good, code, name and parent are dated. */
@Entity('area')
export class Area {
  @PrimaryColumn('integer')
  readonly id: number;

  @Column('integer', { nullable: true })
  readonly parentId: number | null;

  /** Day since when code, name and parent are what they are. */
  @Column('date')
  readonly validFrom: string;

  /** Day since when there is no such area any more. */
  @Column('date', { nullable: true })
  readonly validUntil: string | null;

  @Column('text')
  readonly level: AreaLevel;

  @Column('text', { nullable: true })
  readonly committeeKind: CommitteeKind | null;

  @Column('text')
  readonly code: string;

  @Column('text')
  readonly name: string;
}
