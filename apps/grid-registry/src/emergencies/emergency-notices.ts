import { Clock } from '@lianxin/service-kit';
import type { Language } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/policies.service.js';
import type { EmergencyNoticeModel, ReportWarningModel } from './emergency-notice.model.js';

const TEXT: Readonly<Record<Language, string>> = {
  en: 'In danger call these numbers first. Reporting here does not replace a call: nobody here sends police, the fire brigade or an ambulance.',
  zh: '遇到危险请先拨打以下电话。在本平台上报不能代替报警求助，平台不直接派出警力、消防或救护车。',
};

const NUMBERS = [
  {
    key: 'grid-event.emergency-number.police',
    purpose: {
      en: 'Police: crime, public order, traffic accidents.',
      zh: '公安报警：治安、刑事、交通事故。',
    },
  },
  {
    key: 'grid-event.emergency-number.fire',
    purpose: { en: 'Fire brigade: fire, explosion, rescue.', zh: '消防救援：火灾、爆炸、抢险救援。' },
  },
  {
    key: 'grid-event.emergency-number.ambulance',
    purpose: { en: 'Ambulance: injury, sudden illness, poisoning.', zh: '医疗急救：受伤、急病、中毒。' },
  },
] as const;

interface AskedReport {
  readonly kind: string;
  readonly areaCode: string;
  readonly isEmergencyNoticeShown?: boolean;
}

/** Whom to call before reporting an emergency here (S1-23). Told from memory: it must not depend on a database. */
@Injectable()
export class EmergencyNotices {
  constructor(
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  noticeFor(areaCode: string | null, language: Language): EmergencyNoticeModel {
    const question = { areaCode, on: this.clock.now() };
    const numbers = NUMBERS.map(({ key, purpose }) => ({
      number: String(this.policies.book.valueAt(key, question).value),
      purpose: purpose[language],
    }));
    return { text: TEXT[language], numbers };
  }

  /** An emergency is taken without its notice, too: an alarm that is refused over a form may come too late. */
  warningFor(
    { kind, areaCode, isEmergencyNoticeShown }: AskedReport,
    language: Language,
  ): ReportWarningModel | null {
    if (kind !== 'EMERGENCY' || isEmergencyNoticeShown === true) return null;
    return { code: 'EMERGENCY_NOTICE_NOT_SHOWN', notice: this.noticeFor(areaCode, language) };
  }
}
