import type { GraphQLContext } from '@lianxin/service-kit';
import { ForbiddenError } from '@lianxin/service-kit';
import { createParamDecorator, Injectable, SetMetadata } from '@nestjs/common';
import type { CanActivate, CustomDecorator, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { Access } from './access.js';
import type { Actor } from './identity/actor.js';

type Requirement =
  { kind: 'allow'; action: string; subject: string } | { kind: 'public' } | { kind: 'signed-in' };

const REQUIREMENT = 'lianxin:requirement';

/** The resolver needs a post that may do `action` to some `subject`; the service asks again for the very object. */
export const Allow = (action: string, subject: string): CustomDecorator =>
  SetMetadata(REQUIREMENT, { kind: 'allow', action, subject } satisfies Requirement);

/** The resolver answers anybody who is signed in, whatever their posts: what is one's own needs no post. */
export const SignedIn = (): CustomDecorator =>
  SetMetadata(REQUIREMENT, { kind: 'signed-in' } satisfies Requirement);

/** The resolver answers everybody, signed in or not. */
export const Public = (): CustomDecorator =>
  SetMetadata(REQUIREMENT, { kind: 'public' } satisfies Requirement);

export type LianxinContext = GraphQLContext<Actor>;

export const CurrentActor = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Actor =>
    GqlExecutionContext.create(context).getContext<LianxinContext>().actor,
);

export const CurrentScope = createParamDecorator(
  (_data: unknown, context: ExecutionContext): LianxinContext['scope'] =>
    GqlExecutionContext.create(context).getContext<LianxinContext>().scope,
);

/** How Nest marks a field of an object that another resolver, guarded itself, has let through. */
const FIELD_OF_AN_OBJECT = 'graphql:resolve_property';

/**
 * Stands before every resolver. A query, mutation or reference without a requirement is refused, so forgetting it
 * cannot open a door; a field without one asks for nothing beyond its object.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: Access,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType<string>() !== 'graphql') return true;
    const requirement = this.reflector.get<Requirement | undefined>(REQUIREMENT, context.getHandler());
    const { actor } = GqlExecutionContext.create(context).getContext<LianxinContext>();
    if (!requirement && this.reflector.get<boolean | undefined>(FIELD_OF_AN_OBJECT, context.getHandler()))
      return true;
    if (!requirement)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} states no requirement.`);
    this.check(requirement, actor);
    return true;
  }

  private check(requirement: Requirement, actor: Actor): void {
    if (requirement.kind === 'public') return actor.assertNoFault();
    actor.assertSomebody();
    if (requirement.kind === 'signed-in') return;
    if (!this.access.couldDo(actor, requirement.action, requirement.subject)) {
      throw new ForbiddenError(requirement.action, requirement.subject);
    }
  }
}
