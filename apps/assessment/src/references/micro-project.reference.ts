import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** micro-project's project: what may be seen of it is for its owner to say. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('MicroProject', { description: 'A micro-project (微小事).' })
export class MicroProjectReference {
  @Field(() => ID, { description: 'The project.' })
  id: string;
}
