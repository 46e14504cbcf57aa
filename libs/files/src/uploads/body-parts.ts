/**
 * Cuts a request's body into parts of one size. A body that is cut off ends with what has arrived of it: whoever sends on from
 * there need not send that again.
 */
export async function* partsOf(body: AsyncIterable<Buffer>, partBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      held.push(chunk);
      bytes += chunk.length;
      if (bytes < partBytes) continue;
      yield Buffer.concat(held);
      [held, bytes] = [[], 0];
    }
  } catch {
    // The connection broke. There is nobody left to tell.
  }
  if (bytes > 0) yield Buffer.concat(held);
}
