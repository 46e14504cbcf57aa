import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** grid-registry's grid event, to which this service adds the needs that came out of it. */
@Directive('@key(fields: "id")')
@ObjectType('GridEvent', { description: 'A grid event (网格事件).' })
export class GridEventReference {
  @Field(() => ID, { description: 'The event.' })
  id: string;
}
