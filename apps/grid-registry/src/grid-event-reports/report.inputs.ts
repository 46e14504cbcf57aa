import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import {
  AnswerChannelEnum,
  ConfidentialityEnum,
  ProxyAuthorityEnum,
  ProxyRelationEnum,
  ReportChannelEnum,
} from '@lianxin/personal-data';
import type {
  AnswerChannel,
  Confidentiality,
  ProxyAuthority,
  ProxyRelation,
  ReportChannel,
} from '@lianxin/personal-data';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventKindEnum, GridEventSourceEnum, UrgencyEnum } from '../grid-events/grid-event.enums.js';
import type {
  GridEventKind,
  GridEventSource,
  HandoverRecipient,
  Urgency,
} from '../grid-events/entity/grid-event.row.js';
import { HandoverRecipientEnum } from '../grid-events/report.enums.js';
import { OutsideNumberInput } from '../outside-numbers/outside-number.inputs.js';

const NOTE = 'Stored encrypted, for those only who may read it.';

@InputType({ description: 'The person whose report it is, if that is not the caller (本人).' })
export class ReportSubjectInput {
  @Field({ description: `Their name. ${NOTE}` })
  name: string;

  @Field({ nullable: true, description: `How to reach them: telephone or address. ${NOTE}` })
  contact?: string;
}

@InputType({ description: 'Who speaks for the person whose report it is (代理人).' })
export class ReportProxyInput {
  @Field(() => ProxyRelationEnum, { description: 'What they are to that person (关系).' })
  relation: ProxyRelation;

  @Field(() => ProxyAuthorityEnum, { description: 'By what authority they speak (授权方式).' })
  authority: ProxyAuthority;

  @Field({ defaultValue: false, description: 'Whether the caller is the proxy; then no name is given.' })
  isCaller: boolean;

  @Field({ nullable: true, description: `Their name, unless it is the caller. ${NOTE}` })
  name?: string;

  @Field({ nullable: true, description: `How to reach them. ${NOTE}` })
  contact?: string;
}

@InputType({
  description:
    'Who is complained of: a body or a person in office. It never learns of the report, which goes one level up.',
})
export class ReportConcernsInput {
  @Field({
    nullable: true,
    description: 'The body of this area: its committee or government; a grid stands for its workers.',
  })
  areaCode?: string;

  @Field(() => ID, { nullable: true, description: 'The department.' })
  departmentId?: string;

  @Field(() => ID, { nullable: true, description: 'The person in office, by the id of the account.' })
  personId?: string;
}

@InputType({ description: 'A matter to report (上报).' })
export class ReportGridEventInput extends CommandInput {
  @Field({ description: 'Code of the grid (15 digits) or the village (12 digits) where it is.' })
  areaCode: string;

  @Field(() => GridEventCategoryEnum, { description: 'The duty it falls under.' })
  category: GridEventCategory;

  @Field(() => GridEventKindEnum, { description: 'Its kind.' })
  kind: GridEventKind;

  @Field(() => GridEventSourceEnum, { description: 'Where it came from.' })
  source: GridEventSource;

  @Field({
    nullable: true,
    description: 'Its number at the source: 12345 and 110 always give one (来源系统编号).',
  })
  outsideReference?: string;

  @Field(() => [OutsideNumberInput], {
    nullable: true,
    description: 'Its numbers at other systems, when it has several, e.g. at 110 and at 12345 (一键转接).',
  })
  outsideNumbers?: OutsideNumberInput[];

  @Field(() => UrgencyEnum, { defaultValue: 'ROUTINE', description: 'How pressing it is.' })
  urgency: Urgency;

  @Field(() => ReportChannelEnum, { defaultValue: 'APP', description: 'How it came in (来件方式).' })
  channel: ReportChannel;

  @Field(() => ReportSubjectInput, {
    nullable: true,
    description: 'Whose report it is; the caller’s own if left out (本人).',
  })
  subject?: ReportSubjectInput;

  @Field(() => ReportProxyInput, { nullable: true, description: 'Who speaks for them (代理人).' })
  proxy?: ReportProxyInput;

  @Field(() => AnswerChannelEnum, {
    nullable: true,
    description: 'How to answer them (答复方式): APP for one’s own report if left out, else SLIP.',
  })
  answerBy?: AnswerChannel;

  @Field(() => ConfidentialityEnum, {
    defaultValue: 'OPEN',
    description: 'Who may learn whose report it is (保密要求).',
  })
  confidentiality: Confidentiality;

  @Field(() => ReportConcernsInput, { nullable: true, description: 'Who is complained of (被反映对象).' })
  concerns?: ReportConcernsInput;

  @Field({
    defaultValue: false,
    description:
      'Violence, abuse or neglect of a person (人身侵害): police and civil affairs alone learn of it. Call 110 first.',
  })
  isAboutHarm: boolean;

  @Field({
    nullable: true,
    description:
      'Of an emergency: that `emergencyNotice` was shown before (已阅突发事件上报须知). Without it the report is taken all the same and answered with a warning.',
  })
  isEmergencyNoticeShown?: boolean;
  @Field(() => HandoverRecipientEnum, {
    nullable: true,
    description:
      'Petitions, denunciations and court matters (信访、举报、涉法涉诉): handed over at once, with a receipt.',
  })
  handOverTo?: HandoverRecipient;

  @Field({ description: `What happened. ${NOTE}` })
  text: string;

  @Field({ nullable: true, description: `Where exactly. ${NOTE}` })
  place?: string;
}

@InputType({ description: 'A matter that was settled on the spot (现场办结), registered in one step.' })
export class SettleGridEventOnTheSpotInput extends ReportGridEventInput {
  @Field({
    nullable: true,
    description: 'Of a mediation: whether all parties agreed to it (各方自愿); it is not registered without.',
  })
  isMediationConsented?: boolean;

  @Field({ description: `How it was settled. ${NOTE}` })
  note: string;
}
