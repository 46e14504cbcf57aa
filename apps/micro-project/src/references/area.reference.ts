import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** grid-registry's area, to which this service adds what it knows of it. */
@Directive('@key(fields: "id")')
@ObjectType('Area', { description: 'An administrative division (行政区划).' })
export class AreaReference {
  @Field(() => ID, { description: 'Immutable, whatever becomes of code, name and parent.' })
  id: string;
}
