import type { EventConsumer } from '../inbox/consumer.js';
import type { VerifyOptions } from '../seals/verify-journal.js';

/** The service that this is the journal of; told by the module. */
export abstract class OwnService {
  abstract readonly name: string;
  /** Its consumers, once they exist. */
  abstract consumers(): readonly EventConsumer[];
  /** What a walk through its journal needs. */
  abstract verifying(): VerifyOptions;
}
