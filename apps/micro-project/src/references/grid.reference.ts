import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** grid-registry's grid, to which this service adds the projects that lie in it. */
@Directive('@key(fields: "id")')
@ObjectType('Grid', { description: 'A grid (网格).' })
export class GridReference {
  @Field(() => ID, { description: 'The grid.' })
  id: string;
}
