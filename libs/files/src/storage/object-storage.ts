import type { Readable } from 'node:stream';

/** Bytes `from` to `to` of an object, both included, counted from 0. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface ObjectToStore {
  readonly content: Readable;
  /** Of the content, exactly. */
  readonly bytes: number;
}

/**
 * Where objects lie: opaque ciphertexts by key. It never holds a plain byte or a name that somebody gave, so whoever runs it
 * learns how many objects there are and how large, and nothing else.
 */
export abstract class ObjectStorage {
  /** Stores an object whole or not at all. */
  abstract put(key: string, object: ObjectToStore): Promise<void>;

  /** @throws ObjectNotFoundError */
  abstract get(key: string, range?: ByteRange): Promise<Readable>;

  /** Repeating it changes nothing. */
  abstract delete(key: string): Promise<void>;
}

/** An object that should be there: a fault of the storage or of what was restored, not an answer. */
export class ObjectNotFoundError extends Error {
  override readonly name = 'ObjectNotFoundError';
  constructor(key: string) {
    super(`The storage has no object ${key}`);
  }
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The key of an object. The last two digits of an id are random: no folder grows large. Throws on what is no UUID. */
export function keyOf(objectId: string): string {
  if (!ID.test(objectId)) throw new Error('The id of an object is a UUID');
  return `objects/${objectId.slice(-2)}/${objectId}`;
}
