import { createHash } from 'node:crypto';
import { isOffice, Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import {
  AnonymousWithNamesError,
  AnswerChannelUnavailableError,
  ProxyMissingError,
  ProxyNameError,
  ProxyWithoutSubjectError,
  SubjectMissingError,
} from './party.errors.js';
import type {
  AnswerChannel,
  Confidentiality,
  ProxyAuthority,
  ProxyRelation,
  ReportChannel,
} from './party.vocabulary.js';

/** What somebody who speaks up, for themselves or for another, says of whoever stands behind it. */
export interface PartiesSaid {
  readonly requestId: string;
  readonly channel: ReportChannel;
  readonly subject?: { readonly contact?: string };
  readonly proxy?: {
    readonly relation: ProxyRelation;
    readonly authority: ProxyAuthority;
    readonly isCaller: boolean;
    readonly name?: string;
    readonly contact?: string;
  };
  readonly answerBy?: AnswerChannel;
  readonly confidentiality: Confidentiality;
}

/** Who stands behind what was said: subject, proxy and keyer, kept apart (S3-13). */
export interface Parties {
  /** Who acts: the caller, or an alias that leads back to nobody. */
  readonly actor: Actor;
  /** Whose matter it is. */
  readonly subjectId: string;
  readonly proxyId: string | null;
  readonly proxyRelation: ProxyRelation | null;
  readonly proxyAuthority: ProxyAuthority | null;
  /** Who typed it, if that was not the subject. */
  readonly keyerId: string | null;
  /** Whoever keyed it in held an office, and once held the slip; told of anonymous ones too, for it names nobody. */
  readonly isKeyedInOffice: boolean;
  readonly answerBy: AnswerChannel;
  readonly confidentiality: Confidentiality;
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
export function partiesOf(caller: Actor, said: PartiesSaid): Parties {
  if (said.confidentiality === 'ANONYMOUS') return anonymous(caller, said);
  checkParties(said);
  const subjectId = said.subject ? personOf(said.requestId, 'subject') : caller.subject;
  return {
    actor: caller,
    subjectId,
    ...proxyOf(caller, said),
    keyerId: subjectId === caller.subject ? null : caller.subject,
    isKeyedInOffice: subjectId !== caller.subject && caller.held.some(isOffice),
    answerBy: answerChannelOf(said),
    confidentiality: said.confidentiality,
  };
}

function checkParties({ subject, proxy, channel }: PartiesSaid): void {
  if (proxy && !subject) throw new ProxyWithoutSubjectError();
  if (proxy && proxy.isCaller === (typeof proxy.name === 'string')) throw new ProxyNameError();
  if (channel !== 'APP' && !subject) throw new SubjectMissingError();
  if (channel === 'APP' && subject && !proxy) throw new ProxyMissingError();
}

type Proxy = Pick<Parties, 'proxyId' | 'proxyRelation' | 'proxyAuthority'>;
const NO_PROXY: Proxy = { proxyId: null, proxyRelation: null, proxyAuthority: null };

function proxyOf(caller: Actor, { proxy, requestId }: PartiesSaid): Proxy {
  if (!proxy) return NO_PROXY;
  const proxyId = proxy.isCaller ? caller.subject : personOf(requestId, 'proxy');
  return { proxyId, proxyRelation: proxy.relation, proxyAuthority: proxy.authority };
}

function anonymous(caller: Actor, said: PartiesSaid): Parties {
  const { subject, proxy, channel, answerBy = 'SLIP' } = said;
  if (subject || proxy || answerBy !== 'SLIP') throw new AnonymousWithNamesError();
  const alias = personOf(said.requestId, 'anonymous');
  // Of what was written over the author's own account nothing may tell that the author is in office.
  const isKeyedInOffice = channel !== 'APP' && caller.held.some(isOffice);
  const nobodyBehind = { ...NO_PROXY, keyerId: null, isKeyedInOffice };
  const actor = caller.veiled(alias);
  return { actor, subjectId: alias, ...nobodyBehind, answerBy, confidentiality: 'ANONYMOUS' };
}

function answerChannelOf({ subject, proxy, answerBy }: PartiesSaid): AnswerChannel {
  const isThroughAccount = !subject || proxy?.isCaller === true;
  const chosen = answerBy ?? (isThroughAccount ? 'APP' : 'SLIP');
  if (chosen === 'APP' && !isThroughAccount) throw new AnswerChannelUnavailableError(chosen);
  const contact = subject?.contact ?? proxy?.contact;
  if (chosen !== 'APP' && chosen !== 'SLIP' && subject && typeof contact !== 'string')
    throw new AnswerChannelUnavailableError(chosen);
  return chosen;
}

/** The post that history and lists show: where the subject asked not to be known, no post that could give them away. */
export const shownGrantOf = (grant: Grant, { confidentiality }: Pick<Parties, 'confidentiality'>): Grant =>
  confidentiality === 'OPEN' ? grant : { ...grant, role: Role.PERSON };
