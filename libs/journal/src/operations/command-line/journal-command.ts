import { parseArgs } from 'node:util';
import type { ParkedState } from '../../inbox/parked-messages.js';

/** What was asked for at the command line. */
export type JournalCommand =
  | { readonly name: 'help' }
  | { readonly name: 'lag' }
  | { readonly name: 'oldest' }
  | { readonly name: 'verify' }
  | { readonly name: 'seals'; readonly limit: number }
  | { readonly name: 'history'; readonly limit: number }
  | {
      readonly name: 'list';
      readonly limit: number;
      readonly after: number;
      readonly consumer: string | null;
      readonly state: ParkedState | null;
    }
  | { readonly name: 'show'; readonly id: string }
  | { readonly name: 'act'; readonly id: string }
  | { readonly name: 'replay'; readonly id: string; readonly reason: string | null }
  | { readonly name: 'discard'; readonly id: string; readonly reason: string | null }
  | {
      readonly name: 'republish';
      readonly fromPosition: number;
      readonly toPosition: number | null;
      readonly reason: string | null;
    };

export interface JournalInvocation {
  readonly command: JournalCommand;
  /** One JSON line instead of text. */
  readonly isJson: boolean;
}

/** The command was not understood. */
export class JournalUsageError extends Error {}

export const JOURNAL_HELP = `Usage: npm run journal -- <command> [--service NAME] [--json]

Looks after the traffic of events: of one service, or of all where a command only looks.

  lag                       how many messages each consumer has not taken yet, by topic
  oldest                    positions given, published and sealed; what waits to be published, and since when
  parked list               messages that could not be applied [--consumer NAME] [--state waiting|parked|behind]
                            [--limit N, default 20, at most 100] [--after ID]
  parked show ID            one of them, whole
  parked replay ID          has it tried again at once, even if it was discarded while it waited for its predecessor
                            [--reason TEXT]
  parked discard ID         gives it up; later ones of its key go on without it: --reason TEXT
  history                   what operators did, newest first [--limit N]
  history show ID           one of that, with the whole of what was discarded
  republish                 sends published entries once more: --from-position N [--to-position N] [--reason TEXT]
  verify                    walks hash chains, sequences, positions and seals, and names the first broken entry
  seals                     the latest seals [--limit N]

  --service NAME   grid-registry, assessment or micro-project; needed to show, replay, discard and republish
  --json           one JSON object a service, each on a line of its own
  --help           shows this text

  LIANXIN_DATA_DIR   the platform to look at (default .lianxin); PostgreSQL must be up, the services need not be
  LIANXIN_PORT       its gateway's port, if it is not the one it was last started with

Ends with 0 when done, 1 when it could not be done, 2 when the command is not understood, 3 when verify found a fault.
Inside a container: node apps/<service>/dist/journal.js <command>, with the service's own environment.
docs/operations.md says what the numbers mean and what to do.
`;

const OPTIONS = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  consumer: { type: 'string' },
  state: { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
  reason: { type: 'string' },
  'from-position': { type: 'string' },
  'to-position': { type: 'string' },
} as const;

type Values = Partial<Record<keyof typeof OPTIONS, string | boolean>>;

/** Which options a command takes besides --json and --help, and how many arguments follow it. */
const COMMANDS: Readonly<Record<string, { options: readonly string[]; hasId?: boolean; read: Reader }>> = {
  lag: { options: [], read: () => ({ name: 'lag' }) },
  oldest: { options: [], read: () => ({ name: 'oldest' }) },
  verify: { options: [], read: () => ({ name: 'verify' }) },
  seals: { options: ['limit'], read: (values) => ({ name: 'seals', limit: limitOf(values) }) },
  history: { options: ['limit'], read: (values) => ({ name: 'history', limit: limitOf(values) }) },
  'history show': { options: [], hasId: true, read: (_values, id) => ({ name: 'act', id }) },
  'parked list': { options: ['consumer', 'state', 'limit', 'after'], read: readList },
  'parked show': { options: [], hasId: true, read: (_values, id) => ({ name: 'show', id }) },
  'parked replay': {
    options: ['reason'],
    hasId: true,
    read: (values, id) => readHandling('replay', values, id),
  },
  'parked discard': {
    options: ['reason'],
    hasId: true,
    read: (values, id) => readHandling('discard', values, id),
  },
  republish: { options: ['from-position', 'to-position', 'reason'], read: readRepublish },
};

type Reader = (values: Values, id: string) => JournalCommand;

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** @throws JournalUsageError that says what is wrong with it */
export function readJournalCommand(args: readonly string[]): JournalInvocation {
  const { values, positionals } = parsed(args);
  const isJson = values.json === true;
  if (values.help === true || positionals.length === 0) return { command: { name: 'help' }, isJson };
  const [first = '', second = ''] = positionals;
  const isPair = first === 'parked' || (first === 'history' && second === 'show');
  const name = isPair ? `${first} ${second}`.trim() : first;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new JournalUsageError(`${name} is not a command`);
  const rest = positionals.slice(name.split(' ').length);
  if (rest.length !== (command.hasId ? 1 : 0))
    throw new JournalUsageError(command.hasId ? `${name} takes one id` : `${name} takes no further argument`);
  const foreign = Object.keys(values).find((key) => !['json', 'help', ...command.options].includes(key));
  if (foreign) throw new JournalUsageError(`${name} takes no --${foreign}`);
  return { command: command.read(values, rest[0] ?? ''), isJson };
}

function parsed(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new JournalUsageError(error instanceof Error ? error.message : String(error));
  }
}

function readList(values: Values): JournalCommand {
  const state = textOf(values, 'state');
  if (state !== null && !isState(state)) throw new JournalUsageError('--state is waiting, parked or behind');
  const after = values.after === undefined ? 0 : numberOf(values, 'after');
  return { name: 'list', limit: limitOf(values), after, consumer: textOf(values, 'consumer'), state };
}

const isState = (text: string): text is ParkedState => ['waiting', 'parked', 'behind'].includes(text);

const readHandling = (name: 'replay' | 'discard', values: Values, id: string): JournalCommand => ({
  ...{ name, id },
  reason: textOf(values, 'reason'),
});

function readRepublish(values: Values): JournalCommand {
  if (values['from-position'] === undefined) throw new JournalUsageError('republish needs --from-position');
  return {
    name: 'republish',
    fromPosition: numberOf(values, 'from-position'),
    toPosition: values['to-position'] === undefined ? null : numberOf(values, 'to-position'),
    reason: textOf(values, 'reason'),
  };
}

function limitOf(values: Values): number {
  if (values.limit === undefined) return DEFAULT_LIMIT;
  const limit = numberOf(values, 'limit');
  if (limit > MAX_LIMIT) throw new JournalUsageError(`--limit is at most ${MAX_LIMIT}`);
  return limit;
}

function numberOf(values: Values, name: keyof typeof OPTIONS): number {
  const text = String(values[name]);
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new JournalUsageError(`--${name} takes a number from 1 on`);
  return Number(text);
}

function textOf(values: Values, name: keyof typeof OPTIONS): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}
