import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import { NOTIFICATION_KINDS } from './notifications.queries.js';
import type { NotificationKind } from './notifications.queries.js';

const NotificationKindEnum = enumOf(NOTIFICATION_KINDS);
registerEnumType(NotificationKindEnum, {
  name: 'NotificationKind',
  description: 'What somebody was told.',
  valuesMap: {
    RESULT: { description: 'The result of an event (结果反馈).' },
    REFUSAL: {
      description: 'That an event was refused; the reason is read by revealPersonalData (不予受理告知).',
    },
    ALERT: { description: 'An emergency that a post of the caller is to acknowledge (突发事件告警).' },
    STOOD_DOWN: {
      description: 'That an emergency was stood down, with thanks for the call (警情解除，感谢上报).',
    },
    REFUSAL_UPHELD: { description: 'That the level above found a refusal right, and why (维持不予受理).' },
    REFUSAL_OVERTURNED: { description: 'That the level above took a refusal back (撤销不予受理).' },
    PROCEDURE: { description: 'The procedure and the competent window (告知程序).' },
    HANDED_OVER: { description: 'That it was handed over, with a receipt (移送告知).' },
  },
});

@ObjectType('Notification', { description: 'Something the caller was told about an event.' })
export class NotificationModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => NotificationKindEnum, { description: 'What about.' })
  kind: NotificationKind;

  @Field({ description: 'When.' })
  notifiedAt: Date;

  gridEventId: string;
}

export const NotificationConnection = connectionOf(NotificationModel, 'Notification');
