import { startDockerBroker } from './docker-broker.mjs';
import { startJavaBroker } from './java-broker.mjs';
import { serveControls } from './controls.mjs';

/**
 * The broker for one test run: the one that KAFKA_BROKERS names, else one of Java and Maven, which is the very one that the
 * platform runs, else one of a Docker engine. Needs `nx build embedded-kafka`.
 * @returns what tests need to know of it, and how it is stopped; or why there is none
 */
export async function startBroker() {
  const { KAFKA_BROKERS, KAFKA_ADMIN_USERNAME: username, KAFKA_ADMIN_PASSWORD: password } = process.env;
  if (KAFKA_BROKERS) {
    const sasl = username && password ? { username, password } : undefined;
    return { broker: { brokers: KAFKA_BROKERS.split(','), sasl }, stop: async () => undefined };
  }
  const reasons = [];
  for (const start of [startJavaBroker, startDockerBroker]) {
    try {
      return await withControls(await start());
    } catch (error) {
      reasons.push(error.message.split('\n')[0]);
    }
  }
  return { reason: `KAFKA_BROKERS is not set; ${reasons.join('; ')}` };
}

/** Tests of outages take the broker away and bring it back. */
async function withControls({ brokers, sasl, tls, stop, ...actions }) {
  const controls = await serveControls(actions);
  return {
    broker: { brokers, sasl, tls, controls: controls.url },
    stop: async () => {
      controls.close();
      await stop();
    },
  };
}
