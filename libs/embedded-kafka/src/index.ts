export { EmbeddedKafkaError, KafkaUnavailableError } from './errors.js';
export {
  endSurvivingKafka,
  startEmbeddedKafka,
  type EmbeddedKafka,
  type EmbeddedKafkaOptions,
} from './start.js';
export { locateJava } from './jars/java.js';
export { resolveJars, whyNoKafka, type JarsOptions } from './jars/jars.js';
export { SignInRefusedError, type Credentials } from './wire/scram.js';
export { reconcileUsers } from './users.js';
