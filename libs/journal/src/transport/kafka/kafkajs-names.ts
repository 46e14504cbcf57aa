import { createRequire } from 'node:module';
import type * as kafkajs from 'kafkajs';

/** What Node finds by name only in the package as a whole: it is a CommonJS module. */
export const { ConfigResourceTypes, KafkaJSError } = createRequire(import.meta.url)(
  'kafkajs',
) as typeof kafkajs;
