import { Kind } from 'graphql';
import type {
  DirectiveNode,
  DocumentNode,
  FragmentDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** How far an operation reaches, its fragments counted wherever they are spread. */
export interface QueryExtent {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

type Extents = Map<string, QueryExtent>;

const NOTHING: QueryExtent = { depth: 0, aliases: 0, directives: 0 };

/** Measures the operations of one document. Each fragment is measured once, however often it is spread. */
export class ExtentMeasure {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured: Extents = new Map();

  constructor(document: DocumentNode) {
    const definitions = document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.fragments = new Map(definitions.map((fragment) => [fragment.name.value, fragment]));
  }

  of(node: {
    readonly selectionSet: SelectionSetNode;
    readonly directives?: readonly DirectiveNode[];
  }): QueryExtent {
    return beside(node, this.within(node.selectionSet));
  }

  private within(set: SelectionSetNode | undefined): QueryExtent {
    return (set?.selections ?? []).map((selection) => this.ofSelection(selection)).reduce(together, NOTHING);
  }

  private ofSelection(selection: SelectionNode): QueryExtent {
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return beside(selection, this.ofFragment(selection.name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return beside(selection, this.within(selection.selectionSet));
    const inside = this.within(selection.selectionSet);
    // The depth of introspection has a rule of graphql's own; its usual query is deeper than any of ours.
    const depth = selection.name.value.startsWith('__') ? 0 : inside.depth + 1;
    return beside(selection, { ...inside, depth, aliases: inside.aliases + (selection.alias ? 1 : 0) });
  }

  /** A fragment that spreads itself counts as nothing there; another rule refuses it. */
  private ofFragment(name: string): QueryExtent {
    const known = this.measured.get(name);
    if (known) return known;
    this.measured.set(name, NOTHING);
    const fragment = this.fragments.get(name);
    const extent = fragment ? this.of(fragment) : NOTHING;
    this.measured.set(name, extent);
    return extent;
  }
}

function beside(node: { readonly directives?: readonly DirectiveNode[] }, inside: QueryExtent): QueryExtent {
  const own = node.directives?.length ?? 0;
  return own === 0 ? inside : { ...inside, directives: inside.directives + own };
}

function together(one: QueryExtent, other: QueryExtent): QueryExtent {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
  };
}
