import { parseArgs } from 'node:util';
import { build, installWhenNeeded, requireNode, stop } from './bootstrap.mjs';

const help = `Usage: npm start [-- --transport kafka | --reset | --help]

Starts the whole platform on this machine and keeps it running until Ctrl-C.

  --transport T   how events travel: embedded (a log in PostgreSQL, at first unless told otherwise) or
                  kafka (an Apache Kafka of its own; needs Java 17 and, once, Maven). A data directory
                  keeps what it was first started with: see docs/kafka.md
  --switch        changes a data directory over to another transport
  --reset         deletes everything stored in the data directory first
  --help          shows this text

  LIANXIN_PORT       port of the gateway, the others follow it (default 4000)
  LIANXIN_DATA_DIR   where everything is stored (default .lianxin)
`;

const transports = ['embedded', 'kafka'];
const { transport, switch: switchTransport, reset, help: asksForHelp } = read();
if (asksForHelp) {
  process.stdout.write(help);
} else {
  requireNode();
  installWhenNeeded();
  build();
  const { runPlatform } = await import('./dist/platform/start.js');
  await runPlatform({ transport, switchTransport, reset });
}

function read() {
  const options = {
    transport: { type: 'string' },
    switch: { type: 'boolean', default: false },
    reset: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  };
  try {
    const { values } = parseArgs({ options });
    if (values.transport === undefined || transports.includes(values.transport)) return values;
    return stop(`--transport is one of ${transports.join(', ')}, not ${values.transport}`);
  } catch (error) {
    return stop(
      `${error.message.replace(/^Unknown option '(.*?)'.*$/s, '$1 is not an option')}: see npm start -- --help`,
    );
  }
}
