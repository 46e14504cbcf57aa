import type { Actor } from '@lianxin/access';
import { partiesOf } from '@lianxin/personal-data';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import type { ReportGridEventInput } from './report.inputs.js';

/** Who stands behind a report: subject, proxy and keyer, kept apart (S3-13). */
export interface Reporters extends Pick<
  GridEventRow,
  | 'reporterId'
  | 'proxyId'
  | 'proxyRelation'
  | 'proxyAuthority'
  | 'keyerId'
  | 'isKeyedInOffice'
  | 'channel'
  | 'answerBy'
  | 'confidentiality'
> {
  /** Who acts: the caller, or an alias that leads back to nobody. */
  readonly actor: Actor;
}

/** @throws ProxyMissingError, ProxyWithoutSubjectError, ProxyNameError, SubjectMissingError, AnonymousWithNamesError, AnswerChannelUnavailableError */
export function reportersOf(caller: Actor, input: ReportGridEventInput): Reporters {
  const { subjectId: reporterId, ...parties } = partiesOf(caller, input);
  return { ...parties, reporterId, channel: input.channel };
}
