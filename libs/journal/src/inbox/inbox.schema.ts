import { inboxDdl } from '../entries/journal.schema.js';
import { REASON_CODES, WAITS_FOR_ANOTHER } from './reasons.js';

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** What older versions of this library wrote in words. */
const REASON_CODE_OF_WORDS = `
  CASE WHEN reason LIKE 'not a CloudEvent%' THEN 'UNPARSABLE'
       WHEN reason LIKE 'unknown event type%' THEN 'UNKNOWN_TYPE'
       WHEN reason LIKE '% does not belong on %' THEN 'WRONG_TOPIC'
       WHEN reason LIKE 'the message key is not%' THEN 'WRONG_KEY'
       WHEN reason LIKE 'payload does not match%' THEN 'SCHEMA_MISMATCH'
       WHEN reason LIKE '%was already taken by another event' THEN 'SEQUENCE_TAKEN'
       WHEN reason LIKE 'the event before %' THEN 'PREDECESSOR_MISSING'
       WHEN reason LIKE '%is not known here yet' THEN 'NOT_YET_KNOWN'
       ELSE 'FAILED' END`;

/**
 * Gives every message set aside the code of its reason, and every place the topic it is in and the ids of the latest events: two
 * services may use one id, and a repeated sequence is known by its event.
 * @param topics the topics that each consumer of the service followed so far: which of them a place was in is not known
 */
export const inboxReasonsDdl = (
  applicationRole: string,
  topics: Readonly<Record<string, readonly string[]>> = {},
): string[] => [
  `ALTER TABLE inbox_parked ADD COLUMN reason_code text`,
  `UPDATE inbox_parked SET reason_code = ${REASON_CODE_OF_WORDS}`,
  `ALTER TABLE inbox_parked ALTER COLUMN reason_code SET NOT NULL`,
  `ALTER TABLE inbox_parked ADD CONSTRAINT inbox_parked_reason_code_check CHECK (reason_code IN (${quoted(REASON_CODES)}))`,
  `CREATE INDEX inbox_parked_fault_idx ON inbox_parked (consumer, topic, key, id)
    WHERE state = 'parked' AND reason_code NOT IN (${quoted(WAITS_FOR_ANOTHER)})`,
  `CREATE INDEX inbox_parked_value_idx ON inbox_parked (consumer, topic, key, hashtextextended(value, 0))`,
  `ALTER TABLE inbox_sequence RENAME TO former_inbox_sequence`,
  `ALTER TABLE former_inbox_sequence RENAME CONSTRAINT inbox_sequence_pkey TO former_inbox_sequence_pkey`,
  `CREATE TABLE inbox_sequence (
     consumer text NOT NULL,
     topic text NOT NULL,
     aggregate_id text NOT NULL,
     sequence integer NOT NULL,
     event_ids uuid[] NOT NULL,
     CONSTRAINT inbox_sequence_pkey PRIMARY KEY (consumer, topic, aggregate_id)
   )`,
  ...Object.entries(topics).map(
    ([consumer, followed]) => `
  INSERT INTO inbox_sequence (consumer, topic, aggregate_id, sequence, event_ids)
  SELECT f.consumer, t.topic, f.aggregate_id, f.sequence, ARRAY[f.event_id]
    FROM former_inbox_sequence f, unnest(ARRAY[${quoted(followed)}]) AS t (topic) WHERE f.consumer = '${consumer}'`,
  ),
  `DROP TABLE former_inbox_sequence`,
  `GRANT SELECT, INSERT, UPDATE ON inbox_sequence TO ${applicationRole}`,
];

/**
 * Messages that were discarded while they waited for their predecessor: no place is taken for them, and they are passed over when
 * they come again. They are kept whole, so that a discard can be undone.
 */
export const inboxDiscardedDdl = (applicationRole: string): string[] => [
  `CREATE TABLE inbox_discarded (
     parked_id bigint NOT NULL,
     consumer text NOT NULL,
     topic text NOT NULL,
     key text NOT NULL,
     event_id uuid NOT NULL,
     digest text NOT NULL,
     value text NOT NULL,
     reason text NOT NULL,
     parked_at timestamptz NOT NULL,
     discarded_at timestamptz NOT NULL,
     CONSTRAINT inbox_discarded_pkey PRIMARY KEY (parked_id)
   )`,
  `CREATE INDEX inbox_discarded_key_idx ON inbox_discarded (consumer, topic, key)`,
  `GRANT SELECT, INSERT, DELETE ON inbox_discarded TO ${applicationRole}`,
];

/** All tables of the inbox as they are today, for what begins with an empty database and has no migrations. */
export const todaysInboxDdl = (applicationRole: string): string[] =>
  [inboxDdl, inboxReasonsDdl, inboxDiscardedDdl].flatMap((ddl) => ddl(applicationRole));
