import { z } from 'zod';

const count = (value: number) => z.coerce.number().int().positive().default(value);
const milliseconds = count;
const bytes = count;

/**
 * Every bound the gateway holds its callers to, as environment variables with their defaults. A query that asks a whole
 * county (271 villages, each with its latest events, statistics and indicators) fits; one that multiplies pages does not.
 */
export const limitsSchema = z.object({
  /** Of a request's body. */
  MAX_BODY_BYTES: bytes(256 * 1024),
  /** Of a query's text. */
  MAX_QUERY_TOKENS: count(3_000),
  /** Spread in a query's text, inline ones too. */
  MAX_QUERY_FRAGMENTS: count(100),
  /** Fields within fields, introspection apart. */
  MAX_QUERY_DEPTH: count(15),
  /** Of one operation, with its fragments expanded. */
  MAX_QUERY_ALIASES: count(50),
  /** Of one operation, with its fragments expanded. */
  MAX_QUERY_DIRECTIVES: count(50),
  /** Objects that an operation may make the services load, and what it takes to ask them, as `operationCost` estimates. */
  MAX_QUERY_COST: count(50_000),
  /** The same without an access token: enough to read the schema, and what is public of a township. */
  ANONYMOUS_QUERY_TOKENS: count(400),
  ANONYMOUS_QUERY_FRAGMENTS: count(20),
  ANONYMOUS_QUERY_ALIASES: count(10),
  ANONYMOUS_QUERY_COST: count(5_000),

  /** WebSockets and event streams open at once. */
  MAX_CONNECTIONS: count(5_000),
  MAX_SUBSCRIPTIONS: count(10_000),
  MAX_SUBSCRIPTIONS_PER_SUBJECT: count(50),
  MAX_SUBSCRIPTIONS_PER_CONNECTION: count(20),
  /** How long a WebSocket may take to say who it is. */
  CONNECTION_INIT_TIMEOUT_MS: milliseconds(5_000),
  /** Between two signs of life on an idle connection; a WebSocket that leaves one unanswered is ended. */
  KEEP_ALIVE_MS: milliseconds(12_000),
  /** Changes that one pull of a subscription takes from the feed. */
  SUBSCRIPTION_PAGE_SIZE: count(20),
  /** Pulls of all subscriptions under way at once; the rest wait, so that queries stay quick. */
  SUBSCRIPTION_PULLS: count(16),
  /** A subscriber that does not take a change within this time is cut off with its cursor. */
  SLOW_SUBSCRIBER_MS: milliseconds(10_000),
  /** So is one for whom more than this waits to be sent. */
  SLOW_SUBSCRIBER_BYTES: bytes(1024 * 1024),
  /** Between two looks at the feed that no event asked for: longest, and shortest while events do not arrive. */
  SUBSCRIPTION_POLL_MS: milliseconds(15_000),
  SUBSCRIPTION_POLL_MIN_MS: milliseconds(2_000),

  /**
   * Between two looks at what a subscriber may still see together with others. Believed for a quarter longer: with the five
   * seconds for which services remember grants, a revocation that no event told of holds within the minute.
   */
  AUDIENCE_CHECK_MS: milliseconds(40_000),

  /** Connections to each subgraph. */
  SUBGRAPH_CONNECTIONS: count(64),
  /** How long a subgraph may take to answer. */
  SUBGRAPH_TIMEOUT_MS: milliseconds(30_000),
  MAX_SUBGRAPH_ANSWER_BYTES: bytes(64 * 1024 * 1024),

  /** Files handed through at once between callers and each service that keeps some; further ones wait. */
  FILE_CONNECTIONS: count(32),
  /** How long one request for a file may take; an upload or download that was cut off goes on with another. */
  FILE_TIMEOUT_MS: milliseconds(60_000),
  /** Of one request's body; how large a file may be is a policy of the service that keeps it. */
  MAX_FILE_BYTES: bytes(64 * 1024 * 1024),
});

export type Limits = z.infer<typeof limitsSchema>;
