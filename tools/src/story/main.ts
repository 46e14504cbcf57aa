import { playStory } from './play-story.js';
import { findRunningPlatform } from './running-platform.js';

const help = `Usage: npm run story [-- --json | --help]

Plays the life of one grid event on the running platform, with the demonstration accounts.

  --json   prints { correlationId, steps } and nothing else (npm run -s story -- --json)
  --help   shows this text

  LIANXIN_PORT, LIANXIN_DATA_DIR   as for npm start
`;

async function main(given: string[]): Promise<void> {
  const unknown = given.find((option) => !['--json', '--help'].includes(option));
  if (unknown) throw new Error(`${unknown} is not an option: see npm run story -- --help`);
  if (given.includes('--help')) return void process.stdout.write(help);
  const address = await findRunningPlatform();
  if (given.includes('--json')) {
    console.log(JSON.stringify(await playStory({ address }), null, 2));
    return;
  }
  const { correlationId, steps } = await playStory({ address, say: (line) => console.log(line) });
  console.log(`\nAll ${steps.length} steps went as told; correlation id ${correlationId}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
