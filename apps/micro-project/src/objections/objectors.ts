import type { Actor, Grant } from '@lianxin/access';
import { shownGrantOf } from '@lianxin/personal-data';
import type { Parties } from '@lianxin/personal-data';
import { partiesIn } from '../parties/party.inputs.js';
import type { RaiseObjectionInput } from './objection.inputs.js';
import type { Objection } from './objection.row.js';

export interface Objectors {
  readonly parties: Parties;
  readonly isAnonymousToVillage: boolean;
  /** What the post of whoever brings it in must allow. */
  readonly action: 'object' | 'keyObjection';
  /** Whose one objection to the notice it is; null where it was keyed in for somebody without an account. Never stored as it is. */
  readonly accountId: string | null;
}

/**
 * Who stands behind an objection. Whoever keys in what came on paper or by telephone is known by name, also of an anonymous one:
 * that leads to nobody else, and keeps who keyed it in from ruling.
 */
export function objectorsOf(caller: Actor, input: RaiseObjectionInput): Objectors {
  const said = partiesIn(caller, input);
  const isKeyedAnonymously = said.confidentiality === 'ANONYMOUS' && input.contactChannel !== 'APP';
  const parties = isKeyedAnonymously ? { ...said, actor: caller, keyerId: caller.subject } : said;
  const speaksForItself = parties.keyerId === null || input.proxy?.isCaller === true;
  return {
    parties,
    isAnonymousToVillage: input.isAnonymousToVillage || said.confidentiality !== 'OPEN',
    action: speaksForItself ? 'object' : 'keyObjection',
    accountId: speaksForItself ? caller.subject : null,
  };
}

type Shown = Pick<Objection, 'id' | 'isAnonymousToVillage' | 'isKeyedInOffice'>;

/**
 * Whom the record names: an alias where the village must not learn who objects. An official who keyed it in for somebody is no
 * trace of that person.
 */
export function actorShownOf(actor: Actor, { id, isAnonymousToVillage, isKeyedInOffice }: Shown): Actor {
  return isAnonymousToVillage && !isKeyedInOffice ? actor.veiled(id) : actor;
}

/** The post that goes with it: of a volunteer or a leader there may be but one. */
export const grantShownOf =
  ({ isAnonymousToVillage, isKeyedInOffice }: Shown) =>
  (grant: Grant): Grant =>
    shownGrantOf(grant, {
      confidentiality: isAnonymousToVillage && !isKeyedInOffice ? 'CONFIDENTIAL' : 'OPEN',
    });
