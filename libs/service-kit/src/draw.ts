import { createHash, createHmac, randomBytes } from 'node:crypto';

const SEED_BYTES = 16;

/** What a sample is drawn with, chosen by nobody: whoever draws must not choose who is drawn. */
export const newSeed = (): string => randomBytes(SEED_BYTES).toString('hex');

/**
 * The same seed over the same population draws the same, for everybody: ids in the order of
 * HMAC-SHA-256(key: seed, message: id), the first `size` of them.
 */
export function draw(population: readonly string[], seed: string, size: number): string[] {
  const placed = population.map((id) => ({ id, place: createHmac('sha256', seed).update(id).digest('hex') }));
  placed.sort((a, b) => (a.place < b.place ? -1 : 1));
  return placed.slice(0, size).map(({ id }) => id);
}

/** SHA-256 of the ids in ascending order, each on a line of its own: says whether two draw from the same. */
export function digestOfPopulation(population: readonly string[]): string {
  const hash = createHash('sha256');
  for (const id of [...population].sort()) hash.update(`${id}\n`);
  return hash.digest('hex');
}
