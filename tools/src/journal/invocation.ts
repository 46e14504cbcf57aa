import { services } from '../platform/services.js';

/** Which services a command goes to, and what they are told. */
export interface Invocation {
  readonly services: readonly string[];
  readonly args: readonly string[];
}

/** The command line was not understood. */
export class InvocationError extends Error {}

/** These are about one thing of one service; all others look at every service. */
const commandsOfOne = ['parked show', 'parked replay', 'parked discard', 'history show', 'republish'];

/**
 * Takes `--service` out of the command line; everything else is the service's own to understand.
 * @throws InvocationError for an unknown service, or for none where one is needed
 */
export function readInvocation(argv: readonly string[]): Invocation {
  const { args, named } = takeService(argv);
  const known = services.map(({ name }) => name);
  const stranger = named.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new InvocationError(`${stranger || 'nothing'} is not a service: ${known.join(', ')}`);
  if (args.length === 0 || args.includes('--help') || args.includes('-h'))
    return { services: known.slice(0, 1), args: ['--help'] };
  if (named.length > 0) return { services: [...new Set(named)], args };
  const [first = '', second = ''] = args.filter((argument) => argument !== '--json');
  const isOfOne = commandsOfOne.some((command) => command === first || command === `${first} ${second}`);
  if (isOfOne) throw new InvocationError(`this needs --service ${known.join(' or ')}`);
  return { services: known, args };
}

function takeService(argv: readonly string[]): { args: string[]; named: string[] } {
  const args: string[] = [];
  const named: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--service') named.push(argv[(index += 1)] ?? '');
    else if (argument.startsWith('--service=')) named.push(argument.slice('--service='.length));
    else args.push(argument);
  }
  return { args, named };
}
