import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';

/** Which subgraphs can answer which field, as the supergraph says it. */
export class FieldOwners {
  private readonly owners = new Map<string, readonly string[]>();

  constructor(supergraph: string) {
    for (const type of parse(supergraph).definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      const ofType = graphsOf(type.directives ?? [], 'join__type');
      for (const field of type.fields ?? []) {
        const ofField = graphsOf(field.directives ?? [], 'join__field');
        this.owners.set(`${type.name.value}.${field.name.value}`, ofField.length > 0 ? ofField : ofType);
      }
    }
  }

  /** Empty for what the gateway answers itself: introspection. */
  of(type: string, field: string): readonly string[] {
    return this.owners.get(`${type}.${field}`) ?? [];
  }
}

function graphsOf(directives: readonly ConstDirectiveNode[], name: string): string[] {
  return directives.flatMap((directive) => {
    const args = new Map(
      (directive.arguments ?? []).map((argument) => [argument.name.value, argument.value]),
    );
    const graph = args.get('graph');
    const external = args.get('external');
    const isExternal = external?.kind === Kind.BOOLEAN && external.value;
    return directive.name.value === name && graph?.kind === Kind.ENUM && !isExternal ? [graph.value] : [];
  });
}
