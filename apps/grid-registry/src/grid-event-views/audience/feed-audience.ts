import { Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { KeyedHash } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { reachOf } from '../../reach.js';

/** Whether the actor's posts, and not the person, decide what the feed shows: any of them reaches an area or a department. */
export const isShownByPosts = ({ grants }: Actor): boolean =>
  grants.some(({ role }) => reachOf(role) !== 'self');

/**
 * Names what decides an actor's view of the feed: the posts that count for this request (all, or the one chosen to act under),
 * and the person wherever the view is of this person alone.
 */
@Injectable()
export class FeedAudience {
  constructor(private readonly hash: KeyedHash) {}

  of(actor: Actor, isPersonal: boolean): string {
    const posts = actor.grants.filter(({ role }) => role !== Role.PERSON).map(nameOf);
    const person = isPersonal || !isShownByPosts(actor) ? actor.subject : null;
    return this.hash.of('grid-event-feed audience', [[...new Set(posts)].sort(), person]);
  }
}

const nameOf = ({ role, areaCode, departmentId }: Grant): string =>
  JSON.stringify([role, areaCode, departmentId]);
