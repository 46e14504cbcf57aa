import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '../transport/transport.js';

const MAX_KEY_CHARACTERS = 200;

/** What PostgreSQL can hold and index: no NUL, and no key of any length somebody may send. Such a key is nobody's aggregate. */
export function storable({ topic, key, value }: OutgoingMessage): OutgoingMessage {
  const clean = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\u{FFFD}') : text);
  const short =
    key.length > MAX_KEY_CHARACTERS
      ? `${key.slice(0, MAX_KEY_CHARACTERS / 2)}…${createHash('sha256').update(key).digest('hex')}`
      : key;
  return { topic, key: clean(short), value: clean(value) };
}
