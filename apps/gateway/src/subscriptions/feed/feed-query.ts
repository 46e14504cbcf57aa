import { Kind, OperationTypeNode, print, visit } from 'graphql';
import type {
  ASTNode,
  DefinitionNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

/** The query by which a subscription is pulled forward. */
export interface FeedQuery {
  readonly text: string;
  /** Of the subscriber's variables, those that the query uses. */
  readonly variableNames: readonly string[];
  readonly afterVariable: string;
  /** Where each change's cursor stands in the answer, whatever the subscriber selected. */
  readonly cursorKey: string;
}

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
const field = (value: string, rest: Partial<FieldNode> = {}): FieldNode => ({
  kind: Kind.FIELD,
  name: name(value),
  ...rest,
});
const set = (...selections: SelectionSetNode['selections']): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});

/**
 * Turns `subscription { gridEventChanged(…, after:) { <selection> } }` into a query of `gridEventFeed` with the same
 * filter and selection, so that what the subscriber sees is decided where every other query is.
 * @param root the subscription's only field
 */
export function feedQuery(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  pageSize: number,
): FeedQuery {
  const source = print(document);
  const afterVariable = unusedName('feedAfter', source);
  const cursorKey = unusedName('feedCursor', source);
  const selection = root.selectionSet ?? set();
  const fragments = reachableFragments(document, selection);
  const filter = (root.arguments ?? []).filter((argument) => argument.name.value !== 'after');
  const used = variablesIn([...filter, selection, ...fragments]);
  const variables = (operation.variableDefinitions ?? []).filter((definition) =>
    used.has(definition.variable.name.value),
  );
  const changes = field('changes', {
    selectionSet: set(field('cursor', { alias: name(cursorKey) }), ...selection.selections),
  });
  const feed = field('gridEventFeed', {
    arguments: [
      ...filter,
      { kind: Kind.ARGUMENT, name: name('after'), value: { kind: Kind.VARIABLE, name: name(afterVariable) } },
      { kind: Kind.ARGUMENT, name: name('first'), value: { kind: Kind.INT, value: String(pageSize) } },
    ],
    selectionSet: set(changes, field('endCursor'), field('hasMore'), field('audience')),
  });
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: [...variables, stringVariable(afterVariable)],
    selectionSet: set(feed),
  };
  return {
    text: print({ kind: Kind.DOCUMENT, definitions: [query, ...fragments] }),
    variableNames: variables.map((definition) => definition.variable.name.value),
    afterVariable,
    cursorKey,
  };
}

/** The subscription's root field, wherever fragments hide it; null when it is conditional or there is not exactly one. */
export function rootFieldOf(document: DocumentNode, operation: OperationDefinitionNode): FieldNode | null {
  const fragments = fragmentsOf(document.definitions);
  const fields: (FieldNode | null)[] = [];
  const seen = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.directives?.length) fields.push(null);
      else if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        const fragment = fragments.get(selection.name.value);
        seen.add(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  return fields.length === 1 ? (fields[0] ?? null) : null;
}

function stringVariable(
  variable: string,
): NonNullable<OperationDefinitionNode['variableDefinitions']>[number] {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: name(variable) },
    type: { kind: Kind.NAMED_TYPE, name: name('String') },
  };
}

function fragmentsOf(definitions: readonly DefinitionNode[]): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function reachableFragments(document: DocumentNode, selection: SelectionSetNode): FragmentDefinitionNode[] {
  const all = fragmentsOf(document.definitions);
  const reached = new Map<string, FragmentDefinitionNode>();
  const follow = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = all.get(value);
        if (!fragment || reached.has(value)) return;
        reached.set(value, fragment);
        follow(fragment);
      },
    });
  };
  follow(selection);
  return [...reached.values()];
}

function variablesIn(nodes: readonly ASTNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name: { value } }) => void names.add(value) });
  return names;
}

function unusedName(wanted: string, source: string): string {
  let candidate = wanted;
  while (source.includes(candidate)) candidate += '_';
  return candidate;
}
