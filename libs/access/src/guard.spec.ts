import { describe, expect, it } from '@jest/globals';
import { UnauthenticatedError } from '@lianxin/service-kit';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { Access } from './access.js';
import { AccessRules } from './access-rules.js';
import type { AccessRule } from './access-rules.js';
import { Actor } from './identity/actor.js';
import { AccessGuard, Allow, Public, SignedIn } from './guard.js';
import { Role } from './grants/role.js';

class ReadersRules extends AccessRules {
  rulesOf(): readonly AccessRule[] {
    return [{ action: 'read', subject: 'Thing', conditions: { areaCode: '36' } }];
  }
}

/* eslint-disable lianxin/every-resolver-is-guarded -- what the guard does with each of them is what is tried here */
@Resolver('Thing')
class ThingResolver {
  @Query(() => String)
  @Public()
  open(): void {}

  @Query(() => String)
  @SignedIn()
  mine(): void {}

  @Query(() => String)
  @Allow('read', 'Thing')
  readable(): void {}

  @Query(() => String)
  @Allow('change', 'Thing')
  changeable(): void {}

  @Query(() => String)
  forgotten(): void {}

  @ResolveReference()
  forgottenReference(): void {}

  @ResolveField(() => String)
  field(): void {}

  @ResolveField(() => String)
  @Allow('change', 'Thing')
  guardedField(): void {}
}

const ORIGIN = { correlationId: 'test-correlation' };
const grant = { id: '1', role: Role.VILLAGE_OFFICER, areaCode: '36', departmentId: null };
const NOBODY = Actor.nobody(ORIGIN);
const FORGED = Actor.nobody(ORIGIN, new UnauthenticatedError('signature'));
const STRANGER = Actor.person('someone', [], ORIGIN);
const READER = Actor.person('someone', [grant], ORIGIN);

const guard = new AccessGuard(new Reflector(), new Access(new ReadersRules()));

/** The code of the refusal, or that the resolver is let through to. */
function answerTo(actor: Actor, method: keyof ThingResolver, type = 'graphql'): string {
  const context = {
    getType: () => type,
    getHandler: () => ThingResolver.prototype[method],
    getClass: () => ThingResolver,
    getArgs: () => [{}, {}, { actor }, {}],
  };
  try {
    return guard.canActivate(context as unknown as ExecutionContext) ? 'let through' : 'refused';
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  }
}

describe('the guard', () => {
  it.each<[keyof ThingResolver, string, string, string, string]>([
    ['open', 'let through', 'UNAUTHENTICATED', 'let through', 'let through'],
    ['mine', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'let through', 'let through'],
    ['readable', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'FORBIDDEN', 'let through'],
    ['changeable', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN'],
    ['guardedField', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN'],
    ['field', 'let through', 'let through', 'let through', 'let through'],
  ])('before %s answers nobody, a forger, a stranger and a reader', (method, ...answers) => {
    expect([NOBODY, FORGED, STRANGER, READER].map((actor) => answerTo(actor, method))).toEqual(answers);
  });

  it.each(['forgotten', 'forgottenReference'] as const)(
    'refuses everybody a resolver that states no requirement: %s',
    (method) => {
      const fault = `ThingResolver.${method} states no requirement.`;
      for (const actor of [NOBODY, READER]) expect(answerTo(actor, method)).toBe(fault);
    },
  );

  it('leaves what is not the graph to others', () => {
    expect(answerTo(NOBODY, 'changeable', 'http')).toBe('let through');
  });
});

describe('an actor', () => {
  const department = { id: '2', role: Role.DEPARTMENT_OFFICER, areaCode: '361104', departmentId: 'd' };

  it('reaches by row the subtrees and departments of all posts', () => {
    const { rowLevelContext } = Actor.person('someone', [grant, department], ORIGIN);
    expect(rowLevelContext).toEqual({ subject: 'someone', areas: '{[36,36:)}', departments: ['d'] });
  });

  it('that chose a post reaches no further than it, and with a post of others nowhere', () => {
    const chosen = Actor.person('someone', [grant, department], { ...ORIGIN, actingGrantId: '2' });
    expect(chosen.rowLevelContext).toEqual({ subject: 'someone', areas: '{}', departments: ['d'] });
    const foreign = Actor.person('someone', [grant, department], { ...ORIGIN, actingGrantId: '3' });
    expect(foreign.rowLevelContext).toEqual({ subject: 'someone', areas: '{}', departments: [] });
    expect(foreign.grants).toEqual([]);
  });

  it('that is nobody reaches nothing', () => {
    expect(NOBODY.rowLevelContext).toEqual({ subject: '', areas: '{}', departments: [] });
    expect(NOBODY.isNobody).toBe(true);
  });
});
