import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import type { Grant } from './grant.js';
import { Role } from './role.js';

/** How long a revoked grant can still be believed by a process that missed the event: far below the promised minute. */
const TTL_MS = 5_000;

const GRANTS_OF = `
  SELECT id, role, area_code AS "areaCode", department_id AS "departmentId"
    FROM access_grant
   WHERE subject = $1 AND revoked_at IS NULL AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
   ORDER BY length(area_code) DESC, id`;

/**
 * The grants in force, from the service's own table `access_grant`: narrowest first, and last what everybody holds: being
 * oneself. What is one's own needs no post.
 */
@Injectable()
export class GrantDirectory {
  private readonly cache = new LRUCache<string, Promise<readonly Grant[]>>({ max: 10_000, ttl: TTL_MS });

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  grantsOf(subject: string): Promise<readonly Grant[]> {
    const known = this.cache.get(subject);
    if (known) return known;
    const loading = this.load(subject);
    this.cache.set(subject, loading);
    loading.catch(() => this.cache.delete(subject));
    return loading;
  }

  /** To be called when a grant of the person was given or revoked. */
  forget(subject: string): void {
    this.cache.delete(subject);
  }

  private async load(subject: string): Promise<readonly Grant[]> {
    const posts = await this.dataSource.query<Grant[]>(GRANTS_OF, [subject, this.clock.now()]);
    return [...posts, { id: subject, role: Role.PERSON, areaCode: '', departmentId: null }];
  }
}
