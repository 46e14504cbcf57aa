import type { Person } from './person.js';
import { StoryError } from './storyteller.js';
import type { Storyteller, Told } from './storyteller.js';

const lookEveryMs = 250;

/** Somebody does something that the story needs the answer of. */
export async function tell<T>(
  { teller }: { readonly teller: Storyteller },
  person: Pick<Person, 'account'>,
  action: string,
  work: () => Promise<Told & { answer: T }>,
): Promise<T> {
  let answer: { value: T } | undefined;
  await teller.step(person.account, action, async () => {
    const { answer: value, ...told } = await work();
    answer = { value };
    return told;
  });
  if (!answer) throw new StoryError(`${action} answered nothing`);
  return answer.value;
}

/** Asks again until it is so. @throws StoryError saying what did not come in time */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | null | undefined> | T | null | undefined,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > deadline) throw new StoryError(`expected ${what} within ${limitMs / 1_000} s`);
    await new Promise((resume) => setTimeout(resume, lookEveryMs));
  }
}

/** The indicators follow the events: tries again until it is so, and tells the last reason why it was not. */
export async function eventually<T>(limitMs: number, look: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resume) => setTimeout(resume, lookEveryMs));
    }
  }
}
