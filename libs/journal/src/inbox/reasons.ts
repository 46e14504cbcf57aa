/** Why a message was set aside. */
export const REASON_CODES = [
  'UNPARSABLE',
  'UNKNOWN_TYPE',
  'SCHEMA_MISMATCH',
  'OVERSIZED',
  'WRONG_KEY',
  'WRONG_TOPIC',
  'FORGED_PRODUCER',
  'SEQUENCE_TAKEN',
  'PREDECESSOR_MISSING',
  'NOT_YET_KNOWN',
  'FAILED',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/**
 * Nothing is wrong with the message: what it waits for may still come. Such a message holds no later one of its key back
 * from being tried, for that may be the very one that is missing.
 */
export const WAITS_FOR_ANOTHER: readonly ReasonCode[] = ['PREDECESSOR_MISSING', 'NOT_YET_KNOWN'];

/** Never was an event of the aggregate it names, so discarding it takes no place there: the real one may stand behind it. */
export const HAS_NO_PLACE: readonly ReasonCode[] = [
  'UNPARSABLE',
  'WRONG_KEY',
  'WRONG_TOPIC',
  'FORGED_PRODUCER',
  'SEQUENCE_TAKEN',
];

/** The message itself is at fault: trying again cannot help. */
export class UnreadableMessageError extends Error {
  override readonly name = 'UnreadableMessageError';

  constructor(
    readonly reasonCode: ReasonCode,
    message: string,
  ) {
    super(message);
  }
}
