import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType('Notification', { description: 'Something the caller was told about an event.' })
export class NotificationModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field({ description: 'RESULT: the result of an event (结果反馈).' })
  kind: string;

  @Field({ description: 'When.' })
  notifiedAt: Date;

  gridEventId: string;
}

export const NotificationConnection = connectionOf(NotificationModel, 'Notification');
