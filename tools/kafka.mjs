import { build, installWhenNeeded, requireNode, stop } from './bootstrap.mjs';

const help = `Usage: npm run kafka [-- --port N --data-dir DIR --departments A,B]
       npm run -s kafka -- [--data-dir DIR] [--as USER] PROGRAM [its options]

Starts one node of Apache Kafka on this machine, without the rest of the platform, with the platform's
users, topics and permissions, and keeps it running until Ctrl-C. Needs Java 17 and, once, Maven.

PROGRAM is one of Kafka's own: topics, acls, consumer-groups, console-consumer, console-producer.
It talks to the broker that was started on the same directory and gets how to reach it by itself.

  --port N         where clients connect, the controller listens one further up (default 9092)
  --data-dir DIR   where everything is stored (default .cache/kafka). The broker that npm start runs
                   is in the folder kafka of its data directory, e.g. .lianxin/kafka
  --departments A,B  lets in these departments as dept-A and dept-B, each to its own topic
  --as USER        signs the program in as this user (default admin)
  --help           shows this text

See docs/kafka.md.
`;

const command = { port: 9092, dataDir: '.cache/kafka' };
let user = 'admin';
const given = process.argv.slice(2);
while (given.length > 0 && !command.program) {
  const word = given.shift();
  if (word === '--help' || word === '-h') {
    process.stdout.write(help);
    process.exit(0);
  } else if (word === '--port') command.port = portOf(given.shift());
  else if (word === '--data-dir') command.dataDir = given.shift() || stop('--data-dir needs a folder');
  else if (word === '--departments') command.departments = departmentsOf(given.shift());
  else if (word === '--as') user = given.shift() || stop('--as needs a user');
  else if (word.startsWith('-')) stop(`${word} is not an option: see npm run kafka -- --help`);
  else command.program = { name: word, args: given.splice(0) };
}
if (command.program) command.program.user = user;

requireNode();
installWhenNeeded();
build();
const { runKafka } = await import('./dist/kafka/main.js');
await runKafka(command);

function portOf(text) {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1024 && port < 65_535
    ? port
    : stop(`--port must be a port from 1024 to 65534, not ${text}`);
}

function departmentsOf(text) {
  const names = (text ?? '').split(',');
  return names.every((name) => /^[a-z0-9_-]{1,90}$/.test(name))
    ? names
    : stop(`--departments needs names of departments with commas between, not ${text}`);
}
