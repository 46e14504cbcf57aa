import { Public } from '@lianxin/access';
import { ResolveReference, Resolver } from '@nestjs/graphql';
import { AreaReference } from './area.reference.js';
import { GridEventReference } from './grid-event.reference.js';
import { GridReference } from './grid.reference.js';

/** The id alone tells nothing; what hangs on it asks for a post. */
@Resolver(() => AreaReference)
export class AreaReferenceResolver {
  @ResolveReference()
  @Public()
  resolveReference({ id }: AreaReference): AreaReference {
    return { id };
  }
}

@Resolver(() => GridReference)
export class GridReferenceResolver {
  @ResolveReference()
  @Public()
  resolveReference({ id }: GridReference): GridReference {
    return { id };
  }
}

@Resolver(() => GridEventReference)
export class GridEventReferenceResolver {
  @ResolveReference()
  @Public()
  resolveReference({ id }: GridEventReference): GridEventReference {
    return { id };
  }
}
