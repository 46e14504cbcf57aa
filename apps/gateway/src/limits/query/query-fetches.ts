import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import type { FieldOwners } from '../field-owners.js';
import type { CostedRequest } from './query-cost.js';

/** What is planned and asked for an operation, however much it loads. */
export interface QueryFetches {
  readonly roots: number;
  /** Places where the answer goes on in another subgraph: each is a request of its own, for all objects there at once. */
  readonly hops: number;
}

/** Counts fragments wherever they are spread, so an operation may count for more than its plan needs, never for less. */
export function queryFetches(
  schema: GraphQLSchema,
  owners: FieldOwners,
  request: CostedRequest,
): QueryFetches {
  const root = schema.getRootType(request.operation.operation);
  if (!root) return { roots: 0, hops: 0 };
  return new FetchCount(schema, owners, request).of(root, request.operation.selectionSet, null);
}

const NOTHING: QueryFetches = { roots: 0, hops: 0 };
const sum = (one: QueryFetches, other: QueryFetches): QueryFetches => ({
  roots: one.roots + other.roots,
  hops: one.hops + other.hops,
});

class FetchCount {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, QueryFetches>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly owners: FieldOwners,
    { document }: CostedRequest,
  ) {
    const definitions = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(definitions.map((fragment) => [fragment.name.value, fragment]));
  }

  /**
   * @param from the subgraph that answers the parent, null for the root
   * @param reached the others that are asked about the same objects already
   */
  of(
    parent: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    from: string | null,
    reached = new Set<string>(),
  ): QueryFetches {
    return selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return this.ofField(parent, selection, from, reached);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return this.ofFragment(selection.name.value, from);
        const type = this.composite(selection.typeCondition?.name.value) ?? parent;
        return this.of(type, selection.selectionSet, from, reached);
      })
      .reduce(sum, NOTHING);
  }

  private ofField(
    parent: GraphQLCompositeType,
    node: FieldNode,
    from: string | null,
    reached: Set<string>,
  ): QueryFetches {
    const owners = this.owners.of(parent.name, node.name.value);
    const here = from !== null && owners.includes(from) ? from : owners[0];
    if (here === undefined) return NOTHING;
    const isHop = from !== null && here !== from && !reached.has(here);
    reached.add(here);
    const field =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    const inside =
      isCompositeType(type) && node.selectionSet ? this.of(type, node.selectionSet, here) : NOTHING;
    return sum({ roots: from === null ? 1 : 0, hops: isHop ? 1 : 0 }, inside);
  }

  private ofFragment(name: string, from: string | null): QueryFetches {
    const key = `${name} ${from}`;
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, NOTHING);
    const fragment = this.fragments.get(name);
    const type = this.composite(fragment?.typeCondition.name.value);
    const fetches = fragment && type ? this.of(type, fragment.selectionSet, from) : NOTHING;
    this.known.set(key, fetches);
    return fetches;
  }

  private composite(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}
