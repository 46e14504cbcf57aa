import { Module } from '@nestjs/common';
import {
  AreaReferenceResolver,
  GridEventReferenceResolver,
  GridReferenceResolver,
} from './references.resolver.js';

/** What other services own and this one adds to. */
@Module({ providers: [AreaReferenceResolver, GridEventReferenceResolver, GridReferenceResolver] })
export class ReferencesModule {}
