import { Directive, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { TopicLag } from '../../transport/transport.js';
import type { Traffic } from '../traffic/traffic.service.js';

@Directive('@shareable')
@ObjectType('JournalTraffic', { description: 'How far the journal got on its way out (发布进度).' })
export class TrafficModel implements Traffic {
  @Field(() => Float, { description: 'The last position given to an entry.' })
  lastPosition: number;

  @Field(() => Float, { description: 'The last position handed to the event transport (已发布位置).' })
  publishedPosition: number;

  @Field(() => Float, { nullable: true, description: 'The last position under a seal (已封存位置).' })
  sealedPosition: number | null;

  @Field(() => Int, { description: 'Entries committed and not yet handed over; not counted beyond 100,000.' })
  unpublishedCount: number;

  @Field(() => Date, { nullable: true, description: 'When the oldest of them was recorded.' })
  oldestUnpublishedAt: Date | null;

  @Field(() => Float, { description: 'Its age in seconds; 0 when nothing waits.' })
  oldestUnpublishedAgeS: number;
}

@Directive('@shareable')
@ObjectType('JournalTopicLag', { description: 'How far a consumer is behind on one topic.' })
export class TopicLagModel implements TopicLag {
  @Field({ description: 'The topic, <service>.<aggregate>.' })
  topic: string;

  @Field(() => Float, { description: 'Messages that it has not taken yet (积压).' })
  lag: number;
}

@Directive('@shareable')
@ObjectType('JournalConsumer', { description: 'A consumer of events in this service (消费者).' })
export class ConsumerModel {
  @Field({ description: 'Its name, which is also its group on the transport.' })
  name: string;

  /** `lag` has a resolver of its own: it fails alone when the transport is out of reach. */
  lag?: TopicLagModel[] | null;
}

@Directive('@shareable')
@ObjectType('Journal', {
  description: 'The journal of a service and its traffic of events, for platform operators (事件日志).',
})
export class JournalModel {
  @Field({ description: 'The service that it belongs to.' })
  service: string;
}
