import { CONTRACTOR_METHODS } from '@lianxin/contracts';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../../bodies/body.model.js';
import type { DecidingBody } from '../../decisions/meeting.js';
import { enumOf } from '../../enum-of.js';
import { Yuan } from '../../money/yuan.scalar.js';
import type { ContractorMethod } from './comparison.js';
import type { ComparedContractor } from './contractors.queries.js';

export const ContractorMethodEnum = enumOf(CONTRACTOR_METHODS);
registerEnumType(ContractorMethodEnum, {
  name: 'ContractorMethod',
  description: 'How a contractor is chosen (施工方确定方式).',
  valuesMap: {
    QUOTES: { description: 'By comparing quotes (询价比价).' },
    BIDDING: { description: 'By bidding (招标).' },
    VILLAGERS_OWN_LABOUR: { description: "By the villagers' own labour (村民自建)." },
  },
});

@ObjectType('ContractorOffer', { description: 'What a firm or group offered (报价).' })
export class ContractorOfferModel {
  @Field({ description: 'Name of the firm or group (报价单位名称).' })
  bidder: string;

  @Field(() => Yuan, { description: 'What it asks for (报价).' })
  amount: number;

  @Field({ description: 'Whether it was chosen (是否选定).' })
  isChosen: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was chosen though another is cheaper (未选最低价理由).',
  })
  whyNotCheapest: string | null;
}

@ObjectType('Contractor', { description: 'Who carries a project out, as a meeting chose (施工方).' })
export class ContractorModel {
  @Field(() => ID, { description: 'UUIDv7 of this choice.' })
  id: string;

  @Field(() => ContractorMethodEnum, { description: 'How it was chosen (确定方式).' })
  method: ContractorMethod;

  @Field({ description: 'Name of the firm or group (施工方名称).' })
  name: string;

  @Field(() => Yuan, { description: 'What it is to be paid (合同金额).' })
  amount: number;

  @Field(() => [ContractorOfferModel], { description: 'What was compared (比价情况); at most 20.' })
  offers: ContractorOfferModel[];

  @Field({ description: 'Kinship with a cadre or supervisor was declared (申报亲属关系).' })
  isKinDeclared: boolean;

  @Field(() => ID, { nullable: true, description: 'The comparison on paper (比价材料).' })
  comparisonDocumentId: string | null;

  @Field(() => DecidingBodyEnum, { description: 'The body that chose (议事机构).' })
  body: DecidingBody;

  @Field(() => String, { description: 'The day of its meeting, YYYY-MM-DD (会议日期).' })
  heldOn: string;

  @Field({ description: 'Number of the minutes (纪要编号).' })
  minutesNumber: string;

  @Field(() => ID, { description: 'The scanned signed minutes (纪要扫描件).' })
  minutesDocumentId: string;

  @Field(() => Int, { description: 'How many belonged to the body that day (应到人数).' })
  memberCount: number;

  @Field(() => Int, { description: 'How many were present (实到人数).' })
  presentCount: number;

  @Field(() => Int, { description: 'How many of them were recused (回避人数).' })
  recusedCount: number;

  @Field({ description: 'When it was keyed in (登记时间).' })
  selectedAt: Date;
}

export function toContractorModel(contractor: ComparedContractor): ContractorModel {
  const { presentIds, recusedIds, amountFen, offers, ...facts } = contractor;
  return Object.assign(new ContractorModel(), facts, {
    amount: amountFen,
    offers: offers.map(({ amountFen: amount, ...offer }) => ({ ...offer, amount })),
    ...{ presentCount: presentIds.length, recusedCount: recusedIds.length },
  });
}
