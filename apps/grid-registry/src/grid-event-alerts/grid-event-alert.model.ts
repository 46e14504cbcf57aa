import { ALERT_LEVELS } from '@lianxin/contracts';
import { CommandInput, connectionOf } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { enumOf } from '../enum-of.js';
import { GridEventKindEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import type { AlertLevel, GridEventAlert } from './grid-event-alert.entity.js';

const AlertLevelEnum = enumOf(ALERT_LEVELS);
registerEnumType(AlertLevelEnum, {
  name: 'AlertLevel',
  description: 'Whose duty post is alerted of an emergency, S1-23.',
  valuesMap: {
    VILLAGE: { description: 'The village (村、社区).' },
    TOWNSHIP: { description: 'The township (乡镇、街道).' },
    COUNTY: { description: 'The county command centre (县级指挥中心).' },
    DEPARTMENT: { description: 'The department that answers for it (部门).' },
    INSPECTION: { description: 'Discipline inspection, where the county itself is meant (纪检监察).' },
  },
});

@ObjectType('GridEventAlert', {
  description:
    'That a duty post was told of an emergency (突发事件告警): what kind, where and when, never what was said.',
})
export class GridEventAlertModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field(() => ID, { description: 'The emergency (突发事件).' })
  gridEventId: string;

  @Field(() => GridEventKindEnum, { description: 'Its kind (事件类型).' })
  kind: GridEventKind;

  @Field(() => GridEventCategoryEnum, { description: 'The duty it falls under (事件类别).' })
  category: GridEventCategory;

  @Field({
    description: 'Code of the grid or village; of the body that answers for it where it is kept from those.',
  })
  areaCode: string;

  @Field(() => AlertLevelEnum, { description: 'Whose duty post was alerted (告警层级).' })
  level: AlertLevel;

  @Field({ description: 'Code of the area of the post alerted (告警岗位所在区划).' })
  postAreaCode: string;

  @Field({ description: 'When it was raised (告警时间).' })
  raisedAt: Date;

  @Field({ description: 'By when it was to be acknowledged (签收时限).' })
  dueAt: Date;

  @Field({
    description: 'Whether nobody acknowledged it yet and the emergency still needs somebody (待签收).',
  })
  isOpen: boolean;

  @Field({ description: 'Open past its time (超期未签收).' })
  isOverdue: boolean;

  @Field(() => AlertLevelEnum, {
    nullable: true,
    description: 'The level it was rung up to (升级至); null before that.',
  })
  rungUpTo: AlertLevel | null;

  @Field(() => Int, { description: 'How often it was rung up (升级次数).' })
  ringCount: number;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is rung up next; null once it is not (下次升级时间).',
  })
  nextRingAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was acknowledged (签收时间).' })
  acknowledgedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'By which post; never who (签收岗位).' })
  acknowledgedByRole: string | null;

  departmentId: string | null;
}

export const GridEventAlertConnection = connectionOf(GridEventAlertModel, 'GridEventAlert');

@InputType({ description: 'An alert that a duty post acknowledges (签收告警).' })
export class AcknowledgeGridEventAlertInput extends CommandInput {
  @Field(() => ID, { description: 'The alert.' })
  alertId: string;
}

export function toGridEventAlertModel(alert: GridEventAlert, now: Date): GridEventAlertModel {
  const { acknowledgedBy: _who, concernedIds: _concerned, postCode, ...shown } = alert;
  const { isOpen } = alert;
  return {
    ...shown,
    kind: 'EMERGENCY',
    postAreaCode: postCode.replace(/^\D/, ''),
    isOpen,
    isOverdue: isOpen && alert.dueAt < now,
  };
}
