/**
 * Which cells of a table to hide so that nobody is told of fewer events than the minimum, and no hidden cell can be worked
 * out from the total and the others: at least two are hidden, and together they stand for at least the minimum. A cell that
 * nothing is behind may have to be hidden for another.
 * @param counts of every cell the table could have
 * @returns the hidden ones, by place in the list
 */
export function hiddenCells(counts: readonly number[], minimum: number): ReadonlySet<number> {
  const hidden = new Set<number>();
  counts.forEach((count, place) => {
    if (count > 0 && count < minimum) hidden.add(place);
  });
  if (hidden.size === 0) return hidden;
  const others = counts
    .map((count, place) => ({ count, place }))
    .filter(({ place }) => !hidden.has(place))
    .sort((a, b) => smallestFirst(a.count, b.count) || a.place - b.place);
  for (const { place } of others) {
    if (hidden.size > 1 && sumOf(counts, hidden) >= minimum) break;
    hidden.add(place);
  }
  return hidden;
}

/** An empty cell hides little: it is taken when there is no other left. */
function smallestFirst(a: number, b: number): number {
  return Number(a === 0) - Number(b === 0) || a - b;
}

function sumOf(counts: readonly number[], places: ReadonlySet<number>): number {
  return counts.reduce((sum, count, place) => (places.has(place) ? sum + count : sum), 0);
}
