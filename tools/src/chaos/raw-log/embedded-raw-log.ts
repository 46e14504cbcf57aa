import type { OutgoingMessage } from '@lianxin/journal';
import { databaseOf, withClient } from '../../bench/database.js';
import type { RawLog } from './raw-log.js';

const APPEND = `
  WITH head AS (
    INSERT INTO topic (name, head) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET head = topic.head + 1
    RETURNING head)
  INSERT INTO message (topic, "offset", key, value) SELECT $1, head, $2, $3 FROM head`;
const READ = `SELECT topic, key, value FROM message ORDER BY topic, "offset"`;

/** The embedded log as it lies in its tables, by plain SQL of the superuser. */
export class EmbeddedRawLog implements RawLog {
  private readonly url: string;

  constructor(superuserUrl: string) {
    this.url = databaseOf(superuserUrl, 'event_log');
  }

  async append({ topic, key, value }: OutgoingMessage): Promise<void> {
    await withClient(this.url, (client) => client.query(APPEND, [topic, key, value]));
  }

  readAll(): Promise<OutgoingMessage[]> {
    return withClient(this.url, async (client) => (await client.query<OutgoingMessage>(READ)).rows);
  }
}
