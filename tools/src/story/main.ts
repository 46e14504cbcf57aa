import { parseArgs } from 'node:util';
import { playStory } from './play-story.js';
import type { PlayedStory, StoryOptions } from './play-story.js';
import { findRunningPlatform } from './running-platform.js';
import { playTrust } from './trust/play-trust.js';

const chapters: ReadonlyMap<string, (options: StoryOptions) => Promise<PlayedStory>> = new Map([
  ['life', playStory],
  ['trust', playTrust],
]);

const help = `Usage: npm run story [-- --chapter life|trust | --json | --help]

Plays on the running platform, with the demonstration accounts, one line a step; fails where the graph does not answer as told.

  --chapter C   life (unless told otherwise): the life of one grid event, from report to follow-up
                trust: a paper report, a complaint about an officer, an emergency that nobody acknowledges,
                three duplicates, a department's webhook that fails for a while (about two minutes)
  --json        prints { correlationId, steps } and nothing else (npm run -s story -- --json)
  --help        shows this text

  LIANXIN_PORT, LIANXIN_DATA_DIR   as for npm start
`;

async function main(): Promise<void> {
  const { chapter, json, help: asksForHelp } = readOptions();
  if (asksForHelp) return void process.stdout.write(help);
  const play = chapters.get(chapter);
  if (!play) throw new Error(`--chapter is one of ${[...chapters.keys()].join(', ')}, not ${chapter}`);
  const address = await findRunningPlatform();
  if (json) {
    console.log(JSON.stringify(await play({ address }), null, 2));
    return;
  }
  const { correlationId, steps } = await play({ address, say: (line) => console.log(line) });
  console.log(`\nAll ${steps.length} steps went as told; correlation id ${correlationId}`);
}

function readOptions(): { chapter: string; json: boolean; help: boolean } {
  const options = {
    chapter: { type: 'string', default: 'life' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [, unknown = null] = /^(?:Unknown option|Unexpected argument) '(.*?)'/s.exec(reason) ?? [];
    const told = unknown === null ? (reason.split('\n')[0] ?? reason) : `${unknown} is not an option`;
    throw new Error(`${told}: see npm run story -- --help`, { cause: error });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
