import { createHash, createHmac } from 'node:crypto';

/**
 * The same seed over the same population draws the same, for everybody: event ids in the order of
 * HMAC-SHA-256(key: seed, message: id), the first `size` of them.
 */
export function draw(population: readonly string[], seed: string, size: number): string[] {
  const placed = population.map((id) => ({ id, place: createHmac('sha256', seed).update(id).digest('hex') }));
  placed.sort((a, b) => (a.place < b.place ? -1 : 1));
  return placed.slice(0, size).map(({ id }) => id);
}

/** SHA-256 of the ids in ascending order, each on a line of its own: says whether two draw from the same. */
export function digestOf(population: readonly string[]): string {
  const hash = createHash('sha256');
  for (const id of [...population].sort()) hash.update(`${id}\n`);
  return hash.digest('hex');
}
