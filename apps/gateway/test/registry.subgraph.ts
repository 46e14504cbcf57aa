import type { IncomingHttpHeaders } from 'node:http';
import { decodeJwt } from 'jose';
import { GraphQLError } from 'graphql';
import { startSubgraph } from './subgraph.js';
import type { TestSubgraph } from './subgraph.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@shareable"])
  type Query {
    area(code: String!): Area
    areas(within: String!, first: Int! = 20): AreaConnection!
    refused: String
    broken: String
    drifted: String
    dated(day: String!): String
    gridEventFeed(areaCode: String!, categories: [GridEventCategory!], kinds: [GridEventKind!], after: String, first: Int! = 20): GridEventFeed!
  }
  type Mutation { rename(code: String!, name: String!): Area! }
  type Area @key(fields: "id") { id: ID! code: String! name: String! parent: Area gridEvents(first: Int! = 20): GridEventConnection! }
  type AreaConnection { edges: [AreaEdge!]! }
  type AreaEdge { cursor: String! node: Area! }
  type GridEventConnection { edges: [GridEventEdge!]! }
  type GridEventEdge { cursor: String! node: GridEvent! }
  type GridEvent @key(fields: "id") { id: ID! state: String! followUp: String secretNote: String bulky: String }
  type GridEventFeed { changes: [GridEventChange!]! endCursor: String! hasMore: Boolean! audience: String! }
  type GridEventChange @shareable { cursor: String! transition: String! at: DateTime! role: String! gridEvent: GridEvent! }
  scalar DateTime
  enum GridEventCategory { PARTY_BUILDING INFORMATION CONVENIENCE_SERVICE DISPUTE HAZARD PUBLIC_SECURITY SANITATION POPULATION PUBLICITY OTHER }
  enum GridEventKind { GENERAL MEDIATION EMERGENCY APPROVAL }`;

/** Larger than what the network takes before its reader does. */
const BULK = 'x'.repeat(1_000_000);

interface Context {
  readonly headers: IncomingHttpHeaders;
}

interface FeedArgs {
  readonly areaCode: string;
  readonly categories?: string[];
  readonly after?: string;
  readonly first: number;
}

export interface StoredChange {
  readonly areaCode: string;
  readonly category: string;
  readonly transition: string;
  readonly gridEventId: string;
}

/** What the registry knows: a journal of changes, and who may not read any of it. */
export class RegistryState {
  readonly journal: StoredChange[] = [];
  readonly forbidden = new Set<string>();
  /** Which posts a person holds, where it matters to a test; the others hold none, and see what is theirs alone. */
  readonly posts = new Map<string, string>();
  /** Events that are about somebody, by their ids; hidden from that person. */
  readonly concerned = new Map<string, string>();
  /** Who asked for the feed, in order; and who for what lies behind a cursor. */
  readonly askers: string[] = [];
  readonly pagesAskedBy: string[] = [];
  /** How long an answer takes, in milliseconds. */
  delayMs = 0;
  feedReads = 0;

  report(count: number, areaCode = '361104111001', category = 'HAZARD'): void {
    for (let index = 0; index < count; index += 1) {
      const gridEventId = `event-${this.journal.length + 1}`;
      this.journal.push({ areaCode, category, transition: 'GridEventReported', gridEventId });
    }
  }

  async feed(args: FeedArgs, { headers }: Context): Promise<unknown> {
    this.feedReads += 1;
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const subject = subjectOf(headers);
    if (subject === null) throw refused('UNAUTHENTICATED');
    this.askers.push(subject);
    if (this.forbidden.has(subject)) throw refused('FORBIDDEN');
    const now = this.journal.length;
    const isConcerned = [...this.concerned.values()].includes(subject);
    if (args.after === undefined || args.after === null)
      return {
        changes: [],
        endCursor: `c${now}`,
        hasMore: false,
        audience: this.audienceOf(subject, isConcerned),
      };
    if (!/^c\d+$/.test(args.after)) throw refused('INVALID_CURSOR');
    this.pagesAskedBy.push(subject);
    const from = Number(args.after.slice(1));
    const read = this.journal.slice(from, from + args.first);
    const isPersonal = isConcerned || read.some(({ gridEventId }) => this.concerned.has(gridEventId));
    const changes = read
      .map((change, index) => ({ ...change, cursor: `c${from + index + 1}` }))
      .filter((change) => change.areaCode.startsWith(args.areaCode))
      .filter((change) => !args.categories || args.categories.includes(change.category))
      .filter(({ gridEventId }) => this.concerned.get(gridEventId) !== subject)
      .map(({ cursor, transition, gridEventId }) => ({
        cursor,
        transition,
        at: '2026-01-01T00:00:00.000Z',
        role: 'GRID_WORKER',
        gridEvent: { id: gridEventId, state: 'REPORTED' },
      }));
    const audience = this.audienceOf(subject, isPersonal);
    return { changes, endCursor: `c${from + read.length}`, hasMore: from + read.length < now, audience };
  }

  private audienceOf(subject: string, isPersonal: boolean): string {
    const posts = this.posts.get(subject);
    return JSON.stringify([posts ?? null, isPersonal || posts === undefined ? subject : null]);
  }
}

export interface TestRegistry extends TestSubgraph {
  readonly state: RegistryState;
}

export async function startRegistry(secret: string): Promise<TestRegistry> {
  const state = new RegistryState();
  const area = (code: string) => ({
    id: code,
    code,
    name: `area ${code}`,
    parent: null,
    gridEvents: { edges: [] },
  });
  const subgraph = await startSubgraph({
    name: 'grid-registry',
    sdl: SDL,
    secret,
    resolvers: {
      Query: {
        area: (_: unknown, { code }: { code: string }) => area(code),
        areas: (_: unknown, { first }: { first: number }) => ({
          edges: Array.from({ length: first }, (_value, index) => ({
            cursor: String(index),
            node: area(String(index)),
          })),
        }),
        refused: () => {
          throw refused('ILLEGAL_TRANSITION', {
            details: { from: 'REPORTED', to: 'CLOSED' },
            stacktrace: ['at secret.ts:1'],
            sql: 'SELECT 1',
          });
        },
        broken: () => {
          throw new Error('connection to postgres://user:password@host failed');
        },
        drifted: () => {
          throw refused('GRAPHQL_VALIDATION_FAILED');
        },
        dated: () => {
          throw new GraphQLError('Expected value of type "Day", found "x".', {
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          });
        },
        gridEventFeed: (_: unknown, args: FeedArgs, context: Context) => state.feed(args, context),
      },
      Mutation: {
        rename: (_: unknown, { code, name }: { code: string; name: string }) => ({ ...area(code), name }),
      },
      GridEvent: {
        __resolveReference: ({ id }: { id: string }) => ({ id, state: 'REPORTED' }),
        followUp: (_: unknown, _args: unknown, { headers }: Context) => `of ${subjectOf(headers)}`,
        bulky: () => BULK,
        secretNote: () => {
          throw refused('FORBIDDEN');
        },
      },
    },
  });
  return { ...subgraph, state };
}

function refused(code: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(`refused by the registry: ${code}`, { extensions: { code, ...extensions } });
}

function subjectOf({ authorization }: IncomingHttpHeaders): string | null {
  return authorization ? (decodeJwt(authorization.slice('Bearer '.length)).sub ?? null) : null;
}
