export interface SliceLimit {
  readonly messages: number;
  readonly bytes: number;
}

/** What a broker adds to a message, at most. */
const FRAMING_BYTES = 64;

/** Cuts messages, in their order, into slices within the limit; a message beyond it goes alone. */
export function* slicesOf<Message extends { readonly key: string; readonly value: string }>(
  messages: readonly Message[],
  limit: SliceLimit,
): Generator<Message[]> {
  let slice: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.value) + Buffer.byteLength(message.key) + FRAMING_BYTES;
    if (slice.length > 0 && (slice.length === limit.messages || bytes + size > limit.bytes)) {
      yield slice;
      slice = [];
      bytes = 0;
    }
    slice.push(message);
    bytes += size;
  }
  if (slice.length > 0) yield slice;
}
