import type { OutgoingMessage } from '@lianxin/journal';
import type { Platform } from '../../platform/platform.js';
import { EmbeddedRawLog } from './embedded-raw-log.js';
import { KafkaRawLog } from './kafka-raw-log.js';

/** The log under the platform, reached with an administrator's credentials and none of the platform's own code. */
export interface RawLog {
  /** Appends whatever it is given. @throws Error while the log is out of reach */
  append(message: OutgoingMessage): Promise<void>;
  /** All there is, in the order of the log within each key. */
  readAll(): Promise<OutgoingMessage[]>;
}

/** @param directory where an independent program finds its settings */
export async function openRawLog(platform: Platform, directory: string): Promise<RawLog> {
  return platform.kafka
    ? KafkaRawLog.open(platform.kafka, directory)
    : new EmbeddedRawLog(platform.superuserUrl);
}
