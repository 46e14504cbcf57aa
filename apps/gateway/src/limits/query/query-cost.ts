import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

export interface CostedRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Lists without a page size count as this long, unless known better. */
const ASSUMED_LIST_LENGTH = 10;

/**
 * Lists whose usual length is known, whatever page size is asked for: a county has some 25 townships and a township some
 * 15 villages, so a page of 100 of them is not a hundred.
 */
const LIST_LENGTHS: Readonly<Record<string, number>> = {
  'Area.children': 30,
  'Area.indicators': 8,
  'Indicator.parts': 2,
};

/** Types that only carry a page: they are not loaded themselves. */
const WRAPPER = /(Connection|Edge|PageInfo)$/;

/** What a page size counts as that cannot be read from the request; services refuse larger pages. */
const LARGEST_PAGE = 100;
const COST_OF_WRITING = 10;
/** Reading the whole schema is no small matter either: a few times in one operation, not fifty. */
const COST_OF_INTROSPECTION = 4_000;
const INTROSPECTION = new Set(['__schema', '__type']);

/**
 * Estimates how many objects an operation makes the services load: every object counts one, a list as many as its page
 * size (`first`), and whatever is asked of each of them is multiplied with it.
 */
export function queryCost(schema: GraphQLSchema, request: CostedRequest): number {
  const root = schema.getRootType(request.operation.operation);
  if (!root) return 0;
  const cost = new CostEstimate(schema, request).ofSet(root, request.operation.selectionSet, false);
  return request.operation.operation === 'mutation' ? cost * COST_OF_WRITING : cost;
}

class CostEstimate {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly request: CostedRequest,
  ) {
    const definitions = request.document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(definitions.map((fragment) => [fragment.name.value, fragment]));
  }

  /** @param isPaged the parent is a page whose size was counted already: its list of edges is not counted again */
  ofSet(parent: GraphQLCompositeType, set: SelectionSetNode, isPaged: boolean): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += this.ofField(parent, selection, isPaged);
      else if (selection.kind === Kind.FRAGMENT_SPREAD)
        cost += this.ofFragment(selection.name.value, isPaged);
      else
        cost += this.ofSet(
          this.conditionOr(selection.typeCondition?.name.value, parent),
          selection.selectionSet,
          isPaged,
        );
    }
    return cost;
  }

  private ofField(parent: GraphQLCompositeType, node: FieldNode, isPaged: boolean): number {
    if (INTROSPECTION.has(node.name.value)) return COST_OF_INTROSPECTION;
    const field =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type) || !node.selectionSet) return 0;
    const pageSize = this.pageSize(field, node);
    const length = this.length(parent, field, { pageSize, isPaged });
    const inside = this.ofSet(
      type,
      node.selectionSet,
      pageSize !== null || (isPaged && WRAPPER.test(type.name)),
    );
    return length * ((WRAPPER.test(type.name) ? 0 : 1) + inside);
  }

  private ofFragment(name: string, isPaged: boolean): number {
    const key = `${name} ${isPaged}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, 0);
    const fragment = this.fragments.get(name);
    const type = fragment && this.schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && isCompositeType(type) ? this.ofSet(type, fragment.selectionSet, isPaged) : 0;
    this.known.set(key, cost);
    return cost;
  }

  private conditionOr(name: string | undefined, parent: GraphQLCompositeType): GraphQLCompositeType {
    const type = name === undefined ? parent : this.schema.getType(name);
    return isCompositeType(type) ? type : parent;
  }

  private length(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    { pageSize, isPaged }: { pageSize: number | null; isPaged: boolean },
  ): number {
    const known = LIST_LENGTHS[`${parent.name}.${field.name}`];
    if (pageSize !== null) return Math.min(pageSize, known ?? pageSize);
    if (isPaged || !isListType(getNullableType(field.type))) return 1;
    return known ?? ASSUMED_LIST_LENGTH;
  }

  /** The page size asked for, null when the field takes none. */
  private pageSize(field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    const definition = field.args.find((argument) => argument.name === 'first');
    if (!definition) return null;
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return asPageSize(Number(value.value));
    if (value?.kind === Kind.VARIABLE) return asPageSize(this.variable(value.name.value));
    return asPageSize(value ? undefined : definition.defaultValue);
  }

  private variable(name: string): unknown {
    const given = this.request.variables[name];
    if (given !== undefined) return given;
    const definition = this.request.operation.variableDefinitions?.find(
      (node) => node.variable.name.value === name,
    );
    return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : undefined;
  }
}

function asPageSize(value: unknown): number {
  return typeof value === 'number' && value >= 1 ? value : LARGEST_PAGE;
}
