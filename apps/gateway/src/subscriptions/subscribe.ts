import type { Identity } from '@lianxin/access';
import { DomainError } from '@lianxin/service-kit';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { toldError } from '../graph/told-errors.js';
import type { GatewayContext } from '../graph/request-context.js';
import type { Limits } from '../limits/limits.js';
import type { Outlet, Subscriber } from './subscriber.js';
import type {
  SubscribePayload,
  SubscriptionReader,
  SubscriptionRequest,
} from './endpoints/subscription-request.js';
import type { Subscriptions } from './subscriptions.js';

export interface Asking {
  readonly payload: SubscribePayload;
  readonly context: GatewayContext;
  readonly identity: Identity;
  readonly outlet: Outlet;
}

export type Opened =
  | { readonly subscriber: Subscriber; readonly request: SubscriptionRequest }
  | { readonly errors: readonly GraphQLFormattedError[] };

/** Opens subscriptions, whichever transport they come by. */
export class Subscribe {
  constructor(
    private readonly reader: SubscriptionReader,
    private readonly subscriptions: Subscriptions,
    private readonly limits: Limits,
  ) {}

  /** The subscription after its first look at the feed, or why there is none. */
  async open({ payload, context, identity, outlet }: Asking): Promise<Opened> {
    const request = this.reader.read(payload);
    if (!('feed' in request))
      return { errors: request.map((fault) => toldError(fault, context, this.limits)) };
    try {
      const subscriber = this.subscriptions.add({ request, context, ...identity });
      const errors = await subscriber.open(outlet);
      return errors ? { errors } : { subscriber, request };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return {
        errors: [toldError(new GraphQLError(error.message, { originalError: error }), context, this.limits)],
      };
    }
  }
}
