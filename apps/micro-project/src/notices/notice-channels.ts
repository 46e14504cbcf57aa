import { AreaReplica, PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import type { Language } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rulingLevelOf } from '../projects/ruling-level.js';
import type { RulingLevel } from '../projects/ruling-level.js';
import type { PublicNoticeModel } from './notice.model.js';

const TOWNSHIP_CODE_LENGTH = 9;
const COUNTY_CODE_LENGTH = 6;

/** What is printed on a notice besides what it is about. */
export interface Channels {
  readonly howToObject: string;
  readonly objectionChannel: string;
  readonly onwardChannel: string;
}

interface Offices {
  readonly township: string;
  readonly county: string;
  readonly hotline: number;
}

type Printed = (offices: Offices) => string;

const HOW: Readonly<Record<Language, Printed>> = {
  zh: ({ township }) =>
    `本村（社区）居民在公示期内可通过本平台提出异议，未办理本地户籍的常住居民同样可以提出；没有账号的，可书面、来电或当面向村（社区）或${township}提出，由工作人员代为登记并出具带编号和查询码的回执。可以要求不让村（社区）知道异议人是谁。`,
  en: ({ township }) =>
    `Residents of the village, registered there or not, object on this platform while the notice is posted. Without an account: on paper, by telephone or in person at the village or at ${township}, where it is keyed in and a slip with a number and a query code is given. You may ask that the village does not learn who objects.`,
};

const OBJECTION: Readonly<Record<RulingLevel, Readonly<Record<Language, Printed>>>> = {
  TOWNSHIP: {
    zh: ({ township }) => `该项目由村（社区）决定，异议由${township}（乡镇、街道）受理并裁定。`,
    en: ({ township }) =>
      `The village decided on it: objections go to the township, ${township}, which rules.`,
  },
  COUNTY: {
    zh: ({ county }) => `该项目由乡镇（街道）牵头或由其及以上决定，异议由${county}（区、县）受理并裁定。`,
    en: ({ county }) =>
      `The township leads it, or it was decided above the village: objections go to the county, ${county}, which rules.`,
  },
};

const ONWARD: Readonly<Record<RulingLevel, Readonly<Record<Language, Printed>>>> = {
  TOWNSHIP: {
    zh: ({ county, hotline }) => `对裁定不服的，可向${county}（区、县）反映，或拨打${hotline}热线。`,
    en: ({ county, hotline }) =>
      `Whoever is not content with a ruling turns to the county, ${county}, or calls ${hotline}.`,
  },
  COUNTY: {
    zh: ({ hotline }) => `对裁定不服的，可拨打${hotline}热线，或通过信访渠道向上一级反映。`,
    en: ({ hotline }) =>
      `Whoever is not content with a ruling calls ${hotline}, or writes to the level above the county.`,
  },
};

/** How to object, to whom the objection goes, and where to turn to afterwards: nobody needs an account to read it. */
@Injectable()
export class NoticeChannels {
  constructor(
    private readonly areas: AreaReplica,
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /** Names of the offices of these villages, in their order; asked for together. */
  readonly officesOf = async (tx: EntityManager, villageCodes: readonly string[]): Promise<Offices[]> => {
    const book = await this.policies.book();
    const codes = villageCodes.flatMap((code) => [
      code.slice(0, TOWNSHIP_CODE_LENGTH),
      code.slice(0, COUNTY_CODE_LENGTH),
    ]);
    const areas = await this.areas.findByAnyCodes(tx, [...new Set(codes)]);
    const nameOf = (code: string): string => areas.get(code)?.name ?? code;
    const on = this.clock.now();
    return villageCodes.map((areaCode) => ({
      township: nameOf(areaCode.slice(0, TOWNSHIP_CODE_LENGTH)),
      county: nameOf(areaCode.slice(0, COUNTY_CODE_LENGTH)),
      hotline: book.valueAt('micro-project.complaint-number', { areaCode, on }).value,
    }));
  };

  printed({ decision, leadBody }: PublicNoticeModel, offices: Offices, language: Language): Channels {
    const level = rulingLevelOf(leadBody, decision?.body ?? null);
    return {
      howToObject: HOW[language](offices),
      objectionChannel: OBJECTION[level][language](offices),
      onwardChannel: ONWARD[level][language](offices),
    };
  }
}
