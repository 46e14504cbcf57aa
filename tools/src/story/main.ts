import { parseArgs } from 'node:util';
import { playStory } from './play-story.js';
import type { PlayedStory, StoryOptions } from './play-story.js';
import { playProject } from './project/play-project.js';
import { findRunningPlatform } from './running-platform.js';
import { playTrust } from './trust/play-trust.js';

type Chapter = (options: Pick<StoryOptions, 'say'>) => Promise<PlayedStory>;

const onRunning =
  (play: (options: StoryOptions) => Promise<PlayedStory>): Chapter =>
  async (options) =>
    play({ ...options, address: await findRunningPlatform() });

const chapters: ReadonlyMap<string, Chapter> = new Map([
  ['life', onRunning(playStory)],
  ['trust', onRunning(playTrust)],
  ['project', playProject],
]);

const help = `Usage: npm run story [-- --chapter life|trust|project | --json | --help]

Plays on the running platform, with the demonstration accounts, one line a step; fails where the graph does not answer as told.
The project lasts for weeks: it is played on a platform of its own, whose clocks are moved, and which is gone afterwards.

  --chapter C   life (unless told otherwise): the life of one grid event, from report to follow-up
                trust: a paper report, a complaint about an officer, an emergency that nobody acknowledges,
                three duplicates, a department's webhook that fails for a while (about two minutes)
                project: what a resident reports becomes a small public work, decided, objected to, built, surveyed,
                audited and closed
  --json        prints { correlationId, steps } and nothing else (npm run -s story -- --json)
  --help        shows this text

  LIANXIN_PORT, LIANXIN_DATA_DIR   as for npm start
`;

async function main(): Promise<void> {
  const { chapter, json, help: asksForHelp } = readOptions();
  if (asksForHelp) return void process.stdout.write(help);
  const play = chapters.get(chapter);
  if (!play) throw new Error(`--chapter is one of ${[...chapters.keys()].join(', ')}, not ${chapter}`);
  if (json) {
    console.log(JSON.stringify(await play({}), null, 2));
    return;
  }
  const { correlationId, steps } = await play({ say: (line) => console.log(line) });
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
