import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** grid-registry's grid event: what may be seen of it is for its owner to say. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('GridEvent', { description: 'A grid event (网格事件).' })
export class GridEventReference {
  @Field(() => ID, { description: 'The event.' })
  id: string;
}
