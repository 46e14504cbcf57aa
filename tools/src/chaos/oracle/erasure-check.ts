import { reportBy, reveal } from '../load/acts.js';
import type { Forgotten, Person } from '../load/forgotten.js';
import type { Sender } from '../load/sender.js';
import { until } from '../pause.js';
import { finding, type Finding } from './findings.js';

interface Words {
  readonly field: string;
  readonly words: string | null;
}

/** Other processes notice a destroyed key when their copy of it expires, after 30 s. */
const expiredLimitMs = 45_000;
const READER = 'discipline-inspection';

/**
 * Asks through the gateway for what people said: of those who were forgotten nothing can be read and nothing more be taken
 * down, while their events are there; the others can be read.
 */
export async function checkErasures(
  steward: Pick<Sender, 'ask' | 'send'>,
  { erased, remembered }: Pick<Forgotten, 'erased' | 'remembered'>,
  limitMs = expiredLimitMs,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const person of erased) findings.push(...(await checkErased(steward, person, limitMs)));
  for (const { account, gridEventId } of remembered)
    if (!isReadable(await wordsOf(steward, gridEventId)))
      findings.push(finding('lost', `the words of ${account} about ${gridEventId} cannot be read any more`));
  return findings;
}

async function checkErased(
  steward: Pick<Sender, 'ask' | 'send'>,
  person: Person,
  limitMs: number,
): Promise<Finding[]> {
  const { account, areaCode, gridEventId } = person;
  let all: Words[] = [];
  const isUnreadable = async (): Promise<boolean> => {
    all = await wordsOf(steward, gridEventId);
    return all.every(({ words }) => words === null);
  };
  const why = await until(`the words of ${account} are gone`, isUnreadable, { limitMs, everyMs: 1_000 }).then(
    () => null,
    (error: Error) => error.message,
  );
  if (why) return [finding('lost', `the erasure of ${account}: ${why}`)];
  if (all.length === 0) return [finding('lost', `${gridEventId} of ${account} is gone with the words`)];
  const { outcome } = await steward.send({ ...reportBy(account, areaCode), mustBeRefused: true });
  return outcome.kind === 'acknowledged'
    ? [finding('doubled', `${account} was forgotten, and is taken down again`)]
    : [];
}

const isReadable = (all: readonly Words[]): boolean =>
  all.length > 0 && all.every(({ words }) => words !== null);

const wordsOf = (steward: Pick<Sender, 'ask'>, gridEventId: string): Promise<Words[]> =>
  steward.ask<Words[]>(reveal(gridEventId, READER, 'AUDIT'));
