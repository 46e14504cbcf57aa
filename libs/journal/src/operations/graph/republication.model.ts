import { Directive, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { InterventionModel } from './intervention.model.js';

@Directive('@shareable')
@ObjectType('JournalRepublication', { description: 'Entries of the journal that were sent once more.' })
export class RepublicationModel {
  @Field(() => InterventionModel, { description: 'Its record: who, when, why, which positions.' })
  intervention: InterventionModel;

  @Field(() => Int, { description: 'How many entries were sent.' })
  sentCount: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Where to go on when more was asked for than one call sends; else none.',
  })
  nextPosition: number | null;
}
