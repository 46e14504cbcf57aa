import { KafkaTransport, Relay, RELAY_BATCH_SIZE, type KafkaConnection } from '@lianxin/journal';
import { Logger as NestLogger } from '@nestjs/common';
import { openBareBroker } from './backbone/bare-broker.js';
import { openBareDatabase, type BareDatabase } from './backbone/bare-database.js';
import { stepsOfGridEvents, toMessage } from './backbone/events.js';
import { atLeast } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { Lab } from './lab.js';
import { fillOutbox, publishedPosition } from './relay/outbox.js';
import { RawKafka } from './relay/raw-kafka.js';
import { median, rounded, secondsOf } from './statistics.js';

const targetRatio = 0.4;
const service = 'grid-registry';

interface Sizes {
  readonly warmUp: number;
  readonly entries: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny ? { warmUp: 100, entries: 500 } : { warmUp: 5_000, entries: 10_000 };

interface Setting {
  readonly database: BareDatabase;
  readonly relay: Relay;
  readonly raw: RawKafka;
}

/**
 * The relay with a full outbox, from the first position given to the last one noted as published, against kafkajs alone with
 * batches of the same bytes and size and the same acknowledgement, to the same topic of the same durable broker, in turns.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  NestLogger.overrideLogger(['error', 'fatal']);
  return Lab.use(options.log, async (lab) => {
    const database = await openBareDatabase(lab);
    const broker = await openBareBroker(lab);
    return withSenders(database, broker, async (setting) => {
      await runRound(setting, sizes.warmUp, true);
      const measured: { relayS: number; rawS: number }[] = [];
      for (let round = 1; round <= options.rounds; round += 1) {
        const { relayS, rawS } = await runRound(setting, sizes.entries, round % 2 === 1);
        measured.push({ relayS, rawS });
        options.log(`round ${round}: relay ${relayS.toFixed(2)} s, kafkajs alone ${rawS.toFixed(2)} s`);
      }
      return summarize(measured, sizes);
    });
  });
}

async function withSenders<T>(
  database: BareDatabase,
  broker: KafkaConnection,
  work: (setting: Setting) => Promise<T>,
): Promise<T> {
  const transport = new KafkaTransport(broker);
  const relay = new Relay({ service, databaseUrl: database.applicationUrl }, transport);
  const raw = await RawKafka.open(broker);
  try {
    return await work({ database, relay, raw });
  } finally {
    await Promise.all([relay.stop(), raw.close()]);
    await transport.close();
  }
}

async function runRound(
  { database, relay, raw }: Setting,
  entries: number,
  isRelayFirst: boolean,
): Promise<{ relayS: number; rawS: number }> {
  const before = await publishedPosition(database.ownerUrl);
  const events = stepsOfGridEvents(entries, before);
  const messages = events.map(toMessage);
  await fillOutbox(database.ownerUrl, events);
  const seconds = { relayS: 0, rawS: 0 };
  const relayed = async (): Promise<number> => (seconds.relayS = await secondsOf(() => relay.drain()));
  const sent = async (): Promise<number> =>
    (seconds.rawS = await secondsOf(() => raw.send(messages, RELAY_BATCH_SIZE)));
  for (const side of isRelayFirst ? [relayed, sent] : [sent, relayed]) await side();
  const after = await publishedPosition(database.ownerUrl);
  if (after !== before + entries) throw new Error(`the relay published ${after - before} of ${entries}`);
  return seconds;
}

function summarize(measured: readonly { relayS: number; rawS: number }[], { entries }: Sizes): BenchResult {
  const ratios = measured.map(({ relayS, rawS }) => rawS / relayS);
  const perS = (seconds: readonly number[]): number =>
    Math.round(median(seconds.map((each) => entries / each)));
  const ratio = rounded(median(ratios));
  const figures = {
    ratio,
    ratioLowest: rounded(Math.min(...ratios)),
    ratioHighest: rounded(Math.max(...ratios)),
    entriesPerS: perS(measured.map(({ relayS }) => relayS)),
    rawMessagesPerS: perS(measured.map(({ rawS }) => rawS)),
    entriesPerRound: entries,
    batchSize: RELAY_BATCH_SIZE,
    rounds: ratios.length,
  };
  return { figures, checks: [atLeast('ratio', ratio, targetRatio)] };
}
