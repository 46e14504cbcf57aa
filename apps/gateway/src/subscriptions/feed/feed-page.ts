import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { SubscriptionRequest } from '../endpoints/subscription-request.js';

/** One change as its subscribers get it: written out once, however many they are. */
export interface Change {
  readonly cursor: string;
  /** The result in JSON. */
  readonly json: string;
}

export interface FeedPage {
  readonly changes: readonly Change[];
  /** Stands behind the last change looked at, also when none of them concerned the subscriber. */
  readonly endCursor: string;
  readonly hasMore: boolean;
  /** Whom it is meant for: all whose own token leads to the same. */
  readonly audience: string;
}

export type FeedAnswer = { readonly page: FeedPage } | { readonly errors: readonly GraphQLFormattedError[] };

interface FeedData {
  readonly gridEventFeed?: {
    readonly changes: readonly Readonly<Record<string, unknown>>[];
    readonly endCursor: string;
    readonly hasMore: boolean;
    readonly audience: string;
  } | null;
}

const NO_ANSWER: GraphQLFormattedError = {
  message: 'The feed gave no answer.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
};

/** Takes the answer of a feed query apart into the subscriber's changes, each with the errors that are about it. */
export function readFeedPage(answer: ExecutionResult, request: SubscriptionRequest): FeedAnswer {
  const feed = (answer.data as FeedData | null | undefined)?.gridEventFeed;
  const errors = (answer.errors ?? []) as readonly GraphQLFormattedError[];
  if (!feed) return { errors: errors.length > 0 ? errors : [NO_ANSWER] };
  const changes = feed.changes.map((change, index) =>
    toChange(change, errorsOf(errors, index, request.responseKey), request),
  );
  const { endCursor, hasMore, audience } = feed;
  return { page: { changes, endCursor, hasMore, audience } };
}

function toChange(
  change: Readonly<Record<string, unknown>>,
  errors: GraphQLFormattedError[],
  request: SubscriptionRequest,
): Change {
  const { [request.feed.cursorKey]: cursor, ...selected } = change;
  const result = { data: { [request.responseKey]: selected }, ...(errors.length > 0 && { errors }) };
  return { cursor: String(cursor), json: JSON.stringify(result) };
}

/** From the place in the page to the place in what the subscriber gets. */
function errorsOf(
  errors: readonly GraphQLFormattedError[],
  index: number,
  responseKey: string,
): GraphQLFormattedError[] {
  return errors
    .filter(({ path }) => path?.[0] === 'gridEventFeed' && path[1] === 'changes' && path[2] === index)
    .map((error) => ({ ...error, path: [responseKey, ...(error.path ?? []).slice(3)] }));
}
