import { registerEnumType } from '@nestjs/graphql';

/** Equal names and values, so that a word is one of the whole graph whichever service says it. */
const enumOf = <Name extends string>(...names: readonly Name[]): { readonly [Key in Name]: Key } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export const ReportChannelEnum = enumOf('APP', 'PHONE', 'FACE_TO_FACE', 'PAPER', 'LETTER_BOX');
/** How something came in (S3-13); no right depends on which. */
export type ReportChannel = keyof typeof ReportChannelEnum;
registerEnumType(ReportChannelEnum, {
  name: 'ReportChannel',
  description: 'How a report came in; no right depends on which, S3-13.',
  valuesMap: {
    APP: { description: 'Typed by whoever reports (手机应用).' },
    PHONE: { description: 'By telephone (电话).' },
    FACE_TO_FACE: { description: 'Face to face (当面).' },
    PAPER: { description: 'On paper (纸质).' },
    LETTER_BOX: { description: 'Out of the letter box (意见箱).' },
  },
});

export const AnswerChannelEnum = enumOf('APP', 'PHONE', 'FACE_TO_FACE', 'LETTER', 'SLIP');
/** How whoever said something wants to be answered. */
export type AnswerChannel = keyof typeof AnswerChannelEnum;
registerEnumType(AnswerChannelEnum, {
  name: 'AnswerChannel',
  description: 'How whoever reported wants to be answered, S3-13.',
  valuesMap: {
    APP: { description: 'In the application (手机应用).' },
    PHONE: { description: 'By telephone (电话).' },
    FACE_TO_FACE: { description: 'Face to face (当面).' },
    LETTER: { description: 'By letter (书面).' },
    SLIP: { description: 'They ask with the number and code of their slip (凭查询码自行查询).' },
  },
});

export const ConfidentialityEnum = enumOf('OPEN', 'CONFIDENTIAL', 'ANONYMOUS');
export type Confidentiality = keyof typeof ConfidentialityEnum;
registerEnumType(ConfidentialityEnum, {
  name: 'Confidentiality',
  description: 'Who may learn whose report it is.',
  valuesMap: {
    OPEN: { description: 'Those who must contact them (一般).' },
    CONFIDENTIAL: { description: 'Only who does the follow-up (保密).' },
    ANONYMOUS: { description: 'Nobody: it is not stored (匿名).' },
  },
});

export const ProxyRelationEnum = enumOf(
  ...(['FAMILY', 'GUARDIAN', 'CARER', 'NEIGHBOUR', 'VOLUNTEER', 'LAWYER', 'OTHER'] as const),
);
export type ProxyRelation = keyof typeof ProxyRelationEnum;
registerEnumType(ProxyRelationEnum, {
  name: 'ProxyRelation',
  description: 'What a proxy is to the person whose report it is.',
  valuesMap: {
    FAMILY: { description: 'Family (家属).' },
    GUARDIAN: { description: 'Guardian (监护人).' },
    CARER: { description: 'Carer (照料人).' },
    NEIGHBOUR: { description: 'Neighbour (邻居).' },
    VOLUNTEER: { description: 'Volunteer (志愿者).' },
    LAWYER: { description: 'Lawyer (律师).' },
    OTHER: { description: 'Somebody else (其他).' },
  },
});

export const ProxyAuthorityEnum = enumOf('ORAL', 'WRITTEN', 'STATUTORY');
export type ProxyAuthority = keyof typeof ProxyAuthorityEnum;
registerEnumType(ProxyAuthorityEnum, {
  name: 'ProxyAuthority',
  description: 'By what authority a proxy speaks.',
  valuesMap: {
    ORAL: { description: 'Asked by word of mouth (口头委托).' },
    WRITTEN: { description: 'Asked in writing (书面委托).' },
    STATUTORY: { description: 'By law (法定代理).' },
  },
});
