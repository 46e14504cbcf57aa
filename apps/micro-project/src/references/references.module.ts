import { Module } from '@nestjs/common';
import { AreaReferenceResolver, GridReferenceResolver } from './references.resolver.js';

/** What other services own and this one adds to. */
@Module({ providers: [AreaReferenceResolver, GridReferenceResolver] })
export class ReferencesModule {}
