import { CallerResolver, DomainError } from '@lianxin/service-kit';
import type { IncomingRequest } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { AccessRules } from '../access-rules.js';
import { Actor } from './actor.js';
import type { ActorOrigin } from './actor.js';
import { GrantDirectory } from '../grants/grant-directory.js';
import { TokenVerifier } from './token-verifier.js';

/** From a request's token to the actor: the token proves identity only, the grants are read here. */
@Injectable()
export class ActorResolver extends CallerResolver {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly grants: GrantDirectory,
    private readonly rules: AccessRules,
  ) {
    super();
  }

  async resolve(request: IncomingRequest): Promise<Actor> {
    const origin: ActorOrigin = {
      correlationId: request.correlationId,
      ...(request.actingGrantId && { actingGrantId: request.actingGrantId }),
    };
    if (request.authorization === undefined) return Actor.nobody(origin);
    try {
      const { subject } = await this.tokens.verify(request.authorization);
      const grants = await this.grants.grantsOf(subject);
      return Actor.person(subject, grants, origin, (role) => this.rules.seesRows(role));
    } catch (error) {
      if (error instanceof DomainError) return Actor.nobody(origin, error);
      throw error;
    }
  }
}
