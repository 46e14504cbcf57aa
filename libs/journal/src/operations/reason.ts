import { ReasonMalformedError, ReasonRequiredError } from './operation.errors.js';

export const MAX_REASON_LENGTH = 500;

/**
 * Why an operator acts, in one visible line; null when nothing was said.
 * @throws ReasonMalformedError
 */
export function readReason(text: string | null | undefined): string | null {
  const reason = (text ?? '').trim();
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(reason) || reason.length > MAX_REASON_LENGTH)
    throw new ReasonMalformedError(MAX_REASON_LENGTH);
  return /[\p{L}\p{N}]/u.test(reason) ? reason : null;
}

/** @throws ReasonRequiredError, ReasonMalformedError */
export function requireReason(text: string | null | undefined): string {
  const reason = readReason(text);
  if (reason === null) throw new ReasonRequiredError();
  return reason;
}
