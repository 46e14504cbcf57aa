import { CallerResolver } from '@lianxin/service-kit';
import type { IdentityConfig } from '@lianxin/service-kit';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Access } from './access.js';
import { AccessRules } from './access-rules.js';
import { ActorResolver } from './identity/actor-resolver.js';
import { GrantDirectory } from './grants/grant-directory.js';
import { AccessGuard } from './guard.js';
import { TokenVerifier } from './identity/token-verifier.js';

@Global()
@Module({})
export class AccessModule {
  static forRoot(identity: IdentityConfig, rules: Type<AccessRules>): DynamicModule {
    return {
      module: AccessModule,
      providers: [
        Access,
        GrantDirectory,
        { provide: TokenVerifier, useValue: new TokenVerifier(identity) },
        { provide: AccessRules, useClass: rules },
        { provide: CallerResolver, useClass: ActorResolver },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [Access, GrantDirectory, TokenVerifier, CallerResolver],
    };
  }
}
