import {
  ApprovalNotHandledError,
  KindMismatchError,
  MediationNotConsentedError,
} from './errors/grid-event.kind.errors.js';
import { EmergencyCannotBeRefusedError } from './errors/grid-event.errors.js';
import type { GridEventRow } from './entity/grid-event.row.js';
import type { TransitionName } from './grid-event.transitions.js';

type Kind = Pick<GridEventRow, 'kind' | 'isMediationConsented'>;
type Steps = ReadonlySet<TransitionName>;

const WORK: Steps = new Set(['start', 'reportDone', 'verify', 'settleOnTheSpot', 'callJointResponse']);
const ORDINARY_WORK: Steps = new Set([
  'dispatch',
  'start',
  'reportDone',
  'settleOnTheSpot',
  'callJointResponse',
]);

/**
 * What the kind of an event allows besides its state (S3-16): mediation is voluntary, an approval is never handled but
 * told its procedure, and only these two end that way.
 * @throws EmergencyCannotBeRefusedError, MediationNotConsentedError, ApprovalNotHandledError, KindMismatchError
 */
export function assertKindAllows(step: TransitionName, { kind, isMediationConsented }: Kind): void {
  if (kind === 'MEDIATION' && WORK.has(step) && isMediationConsented !== true)
    throw new MediationNotConsentedError();
  if (kind === 'EMERGENCY' && step === 'handOver') throw new EmergencyCannotBeRefusedError();
  if (kind === 'APPROVAL' && ORDINARY_WORK.has(step)) throw new ApprovalNotHandledError();
  if (step === 'recordMediationConsent' && kind !== 'MEDIATION') throw new KindMismatchError(step, kind);
  const isFailedMediation = kind === 'MEDIATION' && isMediationConsented === false;
  if (step === 'tellProcedure' && kind !== 'APPROVAL' && !isFailedMediation)
    throw new KindMismatchError(step, kind);
}
