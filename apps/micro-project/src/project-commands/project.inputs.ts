import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../bodies/body.model.js';
import type { DecidingBody } from '../decisions/meeting.js';
import { Yuan } from '../money/yuan.scalar.js';
import { LeadBodyEnum, ProjectKindEnum, QuotaClassEnum } from '../projects/project.enums.js';
import type { LeadBody, ProjectKind } from '../projects/entity/project.row.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';

const PUBLISHED = 'Will be published: name no person.';

@InputType({ description: 'A step that needs no words.' })
export class ProjectStepInput extends CommandInput {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;
}

@InputType({ description: 'A step that says why or how.' })
export class ProjectNoteInput extends ProjectStepInput {
  @Field({ description: 'Why or how. Stored encrypted, for those only who may read it.' })
  note: string;
}

@InputType({ description: 'What a project is to be: the fields of its later notice (公示五要素), S0-15.' })
export class ProjectTermsInput {
  @Field({ description: `A short name (项目名称). ${PUBLISHED}` })
  title: string;

  @Field({ description: `What is done (内容). ${PUBLISHED}` })
  content: string;

  @Field({ description: `Where (地点). ${PUBLISHED}` })
  place: string;

  @Field({ description: `What it is good for (预期效应). ${PUBLISHED}` })
  effect: string;

  @Field(() => Yuan, { description: 'What it costs (预算), above zero.' })
  budget: string;

  @Field(() => String, { description: 'Until which day it is done, YYYY-MM-DD (时限).' })
  dueOn: string;
}

@InputType({
  description:
    'What makes a project the villagers’ own matter, so that a meeting has to resolve on it first.',
})
export class CollectiveMattersInput {
  @Field({ description: 'It uses collective money (使用集体资金).' })
  usesCollectiveMoney: boolean;

  @Field({ description: 'It raises money or labour from villagers (筹资筹劳).' })
  raisesMoneyOrLabour: boolean;

  @Field({ description: 'It lets a contract of the collective (集体发包).' })
  letsContract: boolean;

  @Field({ description: 'It touches collective property (涉及集体资产).' })
  touchesCollectiveProperty: boolean;
}

@InputType({ description: 'A project out of needs (立项).' })
export class ProposeProjectInput extends CommandInput {
  @Field({ description: 'Code of the village that asks for it.' })
  villageCode: string;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the grid it lies in; left out if in several.',
  })
  gridCode?: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field(() => LeadBodyEnum, { description: 'Who carries it out (实施主体), S0-07.' })
  leadBody: LeadBody;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别), S0-04, S0-05.' })
  quotaClass: QuotaClass;

  @Field(() => ProjectTermsInput, { description: 'What it is to be.' })
  terms: ProjectTermsInput;

  @Field(() => [ID], {
    description: 'The needs it answers (来源需求), candidates of that village; at most 100.',
  })
  needIds: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The item of the approved yearly plan that it carries out.',
  })
  planItemId?: string;

  @Field({
    description: 'Other public money pays for it already, or will (重复投资): then it is refused, S0-03.',
  })
  isInvestedElsewhere: boolean;

  @Field({ description: 'It is in the catalogue of central procurement (政府集中采购目录), S0-03.' })
  isInProcurementCatalogue: boolean;

  @Field({
    description: 'It crosses villages or needs a specialist (跨村或专业性强): led by the township, S0-07.',
  })
  isSpecialised: boolean;

  @Field(() => CollectiveMattersInput, { description: "What makes it the villagers' own matter." })
  collective: CollectiveMattersInput;
}

@InputType({ description: 'The terms of a project written anew (修改).' })
export class ReviseProjectInput extends ProjectStepInput {
  @Field(() => ProjectTermsInput, { description: 'What it is to be now.' })
  terms: ProjectTermsInput;
}

@InputType({ description: 'Two persons who are related, as declared at the meeting (亲属关系申报).' })
export class DeclaredRelationInput {
  @Field(() => ID, { description: 'One of them, by the id of the account.' })
  personId: string;

  @Field(() => ID, { description: 'The other.' })
  relatedId: string;
}

@InputType({ description: 'A meeting and what it decided, as its signed minutes have it (会议决定).' })
export class MeetingInput {
  @Field(() => DecidingBodyEnum, { description: 'The body that met (议事机构).' })
  body: DecidingBody;

  @Field(() => String, { description: 'The day, YYYY-MM-DD (会议日期).' })
  heldOn: string;

  @Field({ description: 'Number of the minutes (纪要编号).' })
  minutesNumber: string;

  @Field(() => ID, { description: 'The scanned signed minutes (纪要扫描件), a document of purpose MINUTES.' })
  minutesDocumentId: string;

  @Field(() => [ID], { description: 'Who was present (出席), by the ids of their accounts.' })
  presentIds: string[];
}

@InputType({ description: 'What a body decided on a project at a meeting (研究决定), S0-11…14.' })
export class RecordProjectDecisionInput extends ProjectStepInput {
  @Field(() => MeetingInput, { description: 'The meeting.' })
  meeting: MeetingInput;

  @Field(() => [ID], {
    description: 'Further persons behind the project: who asked for it or is to carry it out (利害关系人).',
  })
  stakeholderIds: string[];

  @Field(() => [DeclaredRelationInput], {
    description: 'Relations declared; whoever has one is recused (回避).',
  })
  relations: DeclaredRelationInput[];

  @Field({
    description:
      'Whether the meeting adopted it (是否同意); without a quorum it goes to the body above either way.',
  })
  isAdopted: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      "The resolution of the villagers' meeting that it rests on (村民会议决议), where one is required.",
  })
  resolutionId?: string;
}

@InputType({ description: 'What the township found about a suspected splitting (拆分认定).' })
export class JudgeSplittingInput extends ProjectNoteInput {
  @Field({
    description: 'Whether they were split: then the amount of all of them decides whose matter it is.',
  })
  isSplit: boolean;
}
