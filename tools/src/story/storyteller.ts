import { isDeepStrictEqual } from 'node:util';

/** One step that went as told. */
export interface Step {
  number: number;
  /** The demonstration account that acted. */
  who: string;
  /** The mutation, query or subscription. */
  action: string;
  /** What happened, in one line. */
  text: string;
  /** What the graph answered, as far as the story turns on it. Never what people typed. */
  found: Readonly<Record<string, unknown>>;
}

/** What a step's work hands back: the rest of its line, and what was found. */
export interface Told {
  text: string;
  found?: Readonly<Record<string, unknown>>;
}

/** The graph did not answer as told. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** Fails the step unless the graph answered what the story says; both are compared as the JSON that they are. */
export function expect(what: string, got: unknown, expected: unknown): void {
  if (isDeepStrictEqual(asJson(got), asJson(expected))) return;
  throw new StoryError(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify({ value }));

/** Numbers the steps, tells each once it went well, and says of a failure which step it was. */
export class Storyteller {
  readonly steps: Step[] = [];

  constructor(
    private readonly say: (line: string) => void,
    private readonly afterStep: (step: Step) => Promise<void> = async () => undefined,
  ) {}

  async step(who: string, action: string, work: () => Promise<Told>): Promise<void> {
    const number = this.steps.length + 1;
    const { text, found = {} } = await work().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoryError(`step ${number}, ${who}, ${action}: ${reason}`, { cause: error });
    });
    const step = { number, who, action, text, found };
    this.steps.push(step);
    this.say(`${String(number).padStart(2)}  ${who.padEnd(24)} ${action.padEnd(29)} ${text}`);
    await this.afterStep(step);
  }
}
