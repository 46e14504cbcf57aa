import { createHash } from 'node:crypto';
import { DomainError } from '@lianxin/service-kit';
import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { QueryTooComplexError } from '../../limits/limit.errors.js';
import type { FieldOwners } from '../../limits/field-owners.js';
import type { Limits } from '../../limits/limits.js';
import { limitsRule } from '../../limits/limits.rule.js';
import { operationCost } from '../../limits/operation-cost.js';
import { faultInText } from '../../limits/query/query-text.js';
import { feedQuery, rootFieldOf } from '../feed/feed-query.js';
import { isShareable } from '../feed/shareable.js';
import type { FeedQuery } from '../feed/feed-query.js';
import { SubscriptionsOnlyError, UnsupportedSubscriptionError } from '../subscription.errors.js';

/** What a client sends to subscribe, over either transport. */
export interface SubscribePayload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Which changes a subscription can be about at all; what of them may be seen is for the feed to say. */
export interface FeedFilter {
  readonly areaCode: string;
  readonly categories: readonly string[] | null;
  readonly kinds: readonly string[] | null;
}

export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly feed: FeedQuery;
  /** The name under which the subscriber wants each change. */
  readonly responseKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly filter: FeedFilter;
  readonly after: string | null;
  /** Equal for two subscriptions that get the same for the same cursor, as far as it depends on what they ask. */
  readonly feedKey: string;
  /** Whether what they get depends on nothing but the events that they see. */
  readonly isShareable: boolean;
}

interface FieldArguments extends FeedFilter {
  readonly after?: string | null;
}

/** Reads and checks subscriptions as strictly as queries are. */
export class SubscriptionReader {
  private readonly rules;

  constructor(
    private readonly graph: { readonly schema: GraphQLSchema; readonly owners: FieldOwners },
    private readonly limits: Limits,
  ) {
    this.rules = [...specifiedRules, limitsRule(limits)];
  }

  /** The errors are those a query would get, each to be told through `toldError`. */
  read(payload: SubscribePayload): SubscriptionRequest | readonly GraphQLError[] {
    try {
      const { MAX_QUERY_TOKENS: tokens, MAX_QUERY_FRAGMENTS: fragments } = this.limits;
      const fault = faultInText(payload.query, { tokens, fragments });
      if (fault) return [refusal(fault)];
      const document = parse(payload.query, { maxTokens: tokens });
      const operation = getOperationAST(document, payload.operationName);
      if (!operation) return [badRequest('Unknown operation.', 'OPERATION_RESOLUTION_FAILURE')];
      if (operation.operation !== 'subscription') return [refusal(new SubscriptionsOnlyError())];
      const faults = validate(this.graph.schema, document, this.rules, { hideSuggestions: true });
      if (faults.length > 0) return faults.map((fault) => withCode(fault, 'GRAPHQL_VALIDATION_FAILED'));
      return this.readValid(payload, document, operation);
    } catch (error) {
      if (error instanceof DomainError) return [refusal(error)];
      if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
      throw error;
    }
  }

  private readValid(
    payload: SubscribePayload,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): SubscriptionRequest | readonly GraphQLError[] {
    const given = payload.variables ?? {};
    const { coerced, errors } = getVariableValues(
      this.graph.schema,
      operation.variableDefinitions ?? [],
      given,
    );
    if (errors) return errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
    const root = rootFieldOf(document, operation);
    if (!root) throw new UnsupportedSubscriptionError('it needs exactly one field, without directives');
    const { after, areaCode, categories, kinds } = this.argumentsOf(root, coerced);
    const feed = feedQuery(document, operation, root, this.limits.SUBSCRIPTION_PAGE_SIZE);
    const query = parse(feed.text);
    this.checkCost(query, given);
    const responseKey = root.alias?.value ?? root.name.value;
    const variables = Object.fromEntries(
      feed.variableNames.filter((name) => name in given).map((name) => [name, given[name]]),
    );
    return {
      document,
      operationName: payload.operationName ?? null,
      ...{ feed, responseKey, variables },
      filter: { areaCode, categories: categories ?? null, kinds: kinds ?? null },
      after: after ?? null,
      feedKey: digestOf([feed.text, feed.cursorKey, feed.afterVariable, responseKey, variables]),
      isShareable: isShareable(this.graph.schema, query),
    };
  }

  private argumentsOf(root: FieldNode, variables: Record<string, unknown>): FieldArguments {
    const field = this.graph.schema.getSubscriptionType()?.getFields()[root.name.value];
    if (!field || field.name !== 'gridEventChanged')
      throw new UnsupportedSubscriptionError('there is no such subscription');
    return getArgumentValues(field, root, variables) as unknown as FieldArguments;
  }

  private checkCost(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
    const operation = getOperationAST(document);
    if (!operation) throw new UnsupportedSubscriptionError('it has no operation');
    const { schema, owners } = this.graph;
    const cost = operationCost(schema, owners, { document, operation, variables });
    if (cost > this.limits.MAX_QUERY_COST) throw new QueryTooComplexError(this.limits.MAX_QUERY_COST, cost);
  }
}

function digestOf(content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

function refusal(fault: DomainError): GraphQLError {
  return new GraphQLError(fault.message, { originalError: fault });
}

function badRequest(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, originalError } = error;
  return new GraphQLError(message, { nodes, source, positions, originalError, extensions: { code } });
}
