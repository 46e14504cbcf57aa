import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';

/** What consultation-meeting keeps: this service names it, and knows nothing of it. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('MeetingResolution', { description: "A resolution of the villagers' meeting (决议)." })
export class MeetingResolutionReference {
  @Field(() => ID, { description: 'The resolution.' })
  id: string;
}

export const toMeetingResolution = (id: string | null): MeetingResolutionReference | null =>
  id === null ? null : { id };
