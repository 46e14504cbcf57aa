import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** What a client is about to send. */
export interface Intent {
  /** Sent as the correlation id, so that every entry of the journal names the request that caused it. */
  readonly id: string;
  /** The request id of the command; other than `id` only where a used one is sent again with other content. */
  readonly requestId: string;
  readonly mutation: string;
  readonly account: string;
  /** SHA-256 of the input. */
  readonly digest: string;
  /** Whatever the answer, nothing may come of it. */
  readonly mustBeRefused: boolean;
}

/** What the client knows afterwards. Of an unknown one nobody can say whether it was done. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly aggregateId: string | null }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface LedgerEntry extends Intent {
  /** In the order of the attempts. */
  readonly outcomes: readonly Outcome[];
}

const SUFFIX = '.ledger.jsonl';

export const digestOf = (input: unknown): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('hex');

/** A client's own book, on disk before anything is sent: the oracle reads it, and nothing of the platform can change it. */
export class Ledger {
  private constructor(private readonly file: FileHandle) {}

  static async open(directory: string, client: string): Promise<Ledger> {
    return new Ledger(await open(join(directory, `${client}${SUFFIX}`), 'a', 0o600));
  }

  /** Resolves when the intent is on the disk. */
  async intend(intent: Intent): Promise<void> {
    await this.file.appendFile(`${JSON.stringify({ intent, at: new Date().toISOString() })}\n`);
    await this.file.datasync();
  }

  async mark(id: string, outcome: Outcome): Promise<void> {
    await this.file.appendFile(`${JSON.stringify({ id, outcome, at: new Date().toISOString() })}\n`);
  }

  async close(): Promise<void> {
    await this.file.sync();
    await this.file.close();
  }
}

type Line = { intent: Intent } | { id: string; outcome: Outcome };

/** All that the clients of a campaign wrote. An intent without a mark has no outcome: it counts as unknown. */
export function readLedgers(directory: string): LedgerEntry[] {
  const entries = new Map<string, Intent & { outcomes: Outcome[] }>();
  const files = readdirSync(directory).filter((name) => name.endsWith(SUFFIX));
  const lines = files.flatMap((name) => readFileSync(join(directory, name), 'utf8').trim().split('\n'));
  for (const line of lines.filter((text) => text !== '').map((text) => JSON.parse(text) as Line)) {
    if ('intent' in line) entries.set(line.intent.id, { ...line.intent, outcomes: [] });
    else entries.get(line.id)?.outcomes.push(line.outcome);
  }
  return [...entries.values()];
}

/** The last word on a request. */
export const lastOutcome = ({ outcomes }: LedgerEntry): Outcome =>
  outcomes.at(-1) ?? { kind: 'unknown', why: 'never marked' };
