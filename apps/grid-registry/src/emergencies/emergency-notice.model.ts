import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('EmergencyNumber', { description: 'Whom to call first (报警电话).' })
export class EmergencyNumberModel {
  @Field({ description: 'The telephone number (电话号码).' })
  number: string;

  @Field({ description: 'What it is for (用途).' })
  purpose: string;
}

@ObjectType('EmergencyNotice', {
  description: 'What a form shows before an emergency is reported here (突发事件上报须知), S1-23.',
})
export class EmergencyNoticeModel {
  @Field({ description: 'That reporting here does not replace a call (提示语).' })
  text: string;

  @Field(() => [EmergencyNumberModel], { description: 'The numbers to call (报警电话).' })
  numbers: EmergencyNumberModel[];
}

@ObjectType('ReportWarning', {
  description: 'What was amiss with a report that was taken all the same (上报提醒).',
})
export class ReportWarningModel {
  @Field({ description: 'EMERGENCY_NOTICE_NOT_SHOWN: show the notice now (提醒代码).' })
  code: string;

  @Field(() => EmergencyNoticeModel, { description: 'The notice to show (须知).' })
  notice: EmergencyNoticeModel;
}
