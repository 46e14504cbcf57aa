import { createHash } from 'node:crypto';
import { isOffice, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { AnswerChannel, GridEventRow } from '../grid-events/entity/grid-event.row.js';
import {
  AnonymousWithNamesError,
  AnswerChannelUnavailableError,
  ProxyMissingError,
  ProxyNameError,
  ProxyWithoutSubjectError,
  SubjectMissingError,
} from './report.errors.js';
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

/**
 * A person without an account, or the alias of an anonymous one: from the request id, which only who sent it knows, so that
 * a repeat means the same person and no record leads from the alias to the account.
 */
function personOf(requestId: string, part: 'subject' | 'proxy' | 'anonymous'): string {
  const digest = createHash('sha256').update(`${part} ${requestId.toLowerCase()}`).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** @throws ProxyMissingError, ProxyWithoutSubjectError, ProxyNameError, SubjectMissingError, AnonymousWithNamesError, AnswerChannelUnavailableError */
export function reportersOf(caller: Actor, input: ReportGridEventInput): Reporters {
  if (input.confidentiality === 'ANONYMOUS') return anonymousReporter(caller, input);
  checkParties(input);
  const reporterId = input.subject ? personOf(input.requestId, 'subject') : caller.subject;
  return {
    actor: caller,
    reporterId,
    ...proxyOf(caller, input),
    keyerId: reporterId === caller.subject ? null : caller.subject,
    isKeyedInOffice: reporterId !== caller.subject && caller.held.some(isOffice),
    channel: input.channel,
    answerBy: answerChannelOf(input),
    confidentiality: input.confidentiality,
  };
}

function checkParties({ subject, proxy, channel }: ReportGridEventInput): void {
  if (proxy && !subject) throw new ProxyWithoutSubjectError();
  if (proxy && proxy.isCaller === (typeof proxy.name === 'string')) throw new ProxyNameError();
  if (channel !== 'APP' && !subject) throw new SubjectMissingError();
  if (channel === 'APP' && subject && !proxy) throw new ProxyMissingError();
}

type Proxy = Pick<Reporters, 'proxyId' | 'proxyRelation' | 'proxyAuthority'>;
const NO_PROXY: Proxy = { proxyId: null, proxyRelation: null, proxyAuthority: null };

function proxyOf(caller: Actor, { proxy, requestId }: ReportGridEventInput): Proxy {
  if (!proxy) return NO_PROXY;
  const proxyId = proxy.isCaller ? caller.subject : personOf(requestId, 'proxy');
  return { proxyId, proxyRelation: proxy.relation, proxyAuthority: proxy.authority };
}

function anonymousReporter(caller: Actor, input: ReportGridEventInput): Reporters {
  const { subject, proxy, channel, answerBy = 'SLIP' } = input;
  if (subject || proxy || answerBy !== 'SLIP') throw new AnonymousWithNamesError();
  const alias = personOf(input.requestId, 'anonymous');
  // Of what was written over the author's own account nothing may tell that the author is in office.
  const isKeyedInOffice = channel !== 'APP' && caller.held.some(isOffice);
  const nobodyBehind = { ...NO_PROXY, keyerId: null, isKeyedInOffice };
  const actor = caller.veiled(alias);
  return { actor, reporterId: alias, ...nobodyBehind, channel, answerBy, confidentiality: 'ANONYMOUS' };
}

function answerChannelOf({ subject, proxy, answerBy }: ReportGridEventInput): AnswerChannel {
  const isThroughAccount = !subject || proxy?.isCaller === true;
  const chosen = answerBy ?? (isThroughAccount ? 'APP' : 'SLIP');
  if (chosen === 'APP' && !isThroughAccount) throw new AnswerChannelUnavailableError(chosen);
  const contact = subject?.contact ?? proxy?.contact;
  if (chosen !== 'APP' && chosen !== 'SLIP' && subject && typeof contact !== 'string')
    throw new AnswerChannelUnavailableError(chosen);
  return chosen;
}

/** The post that history and lists show: where the reporter asked not to be known, no post that could give them away. */
export const shownGrantOf = (grant: Grant, { confidentiality }: Reporters): Grant =>
  confidentiality === 'OPEN' ? grant : { ...grant, role: Role.PERSON };
