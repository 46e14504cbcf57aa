/** A failure of the embedded broker, told in one line for the person who started it. */
export class EmbeddedKafkaError extends Error {
  override name = 'EmbeddedKafkaError';
}

/** There is no broker to be had on this machine; the message says what is missing. */
export class KafkaUnavailableError extends EmbeddedKafkaError {
  override name = 'KafkaUnavailableError';
}
