import { build, installWhenNeeded, requireNode, stop } from './bootstrap.mjs';

const help = `Usage: npm start [-- --reset | --help]

Starts the whole platform on this machine and keeps it running until Ctrl-C.

  --reset   deletes everything stored in the data directory first
  --help    shows this text

  LIANXIN_PORT       port of the gateway, the others follow it (default 4000)
  LIANXIN_DATA_DIR   where everything is stored (default .lianxin)
`;

const given = process.argv.slice(2);
const unknown = given.find((option) => !['--help', '-h', '--reset'].includes(option));
if (unknown) stop(`${unknown} is not an option: see npm start -- --help`);
if (given.includes('--help') || given.includes('-h')) {
  process.stdout.write(help);
} else {
  requireNode();
  installWhenNeeded();
  build();
  const { runPlatform } = await import('./dist/platform/start.js');
  await runPlatform(given);
}
