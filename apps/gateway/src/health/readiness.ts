import type { SubgraphAddress } from '../config.js';

const TIMEOUT_MS = 2_000;
const REMEMBERED_MS = 1_000;

/** Which subgraphs are not ready. Asked at most once a second, however often somebody wants to know. */
export class Readiness {
  private askedAt = 0;
  private answer: Promise<readonly string[]> = Promise.resolve([]);

  constructor(private readonly subgraphs: readonly SubgraphAddress[]) {}

  missing(): Promise<readonly string[]> {
    if (Date.now() - this.askedAt < REMEMBERED_MS) return this.answer;
    this.askedAt = Date.now();
    return (this.answer = this.ask());
  }

  private async ask(): Promise<readonly string[]> {
    const answers = await Promise.all(
      this.subgraphs.map(async (subgraph) => ({ subgraph, isReady: await isReady(subgraph) })),
    );
    return answers.filter(({ isReady }) => !isReady).map(({ subgraph }) => subgraph.name);
  }
}

async function isReady({ url }: SubgraphAddress): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
