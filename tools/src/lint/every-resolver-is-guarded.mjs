const operations = new Set(['Query', 'Mutation', 'Subscription', 'ResolveReference']);
const guards = new Set(['Allow', 'SignedIn', 'Public']);

/**
 * Every GraphQL operation says who may use it. The access guard refuses one that does not, but only when
 * somebody calls it; this finds it before.
 */
export const everyResolverIsGuarded = {
  meta: {
    type: 'problem',
    docs: { description: 'a GraphQL operation carries @Allow, @SignedIn or @Public of @lianxin/access' },
    messages: {
      unguarded:
        '@{{operation}} {{method}} says to nobody who may use it: add @Allow(…), @SignedIn() or @Public().',
    },
    schema: [],
  },
  create(context) {
    const graphql = new ImportedNames('@nestjs/graphql');
    const access = new ImportedNames('@lianxin/access');
    return {
      ImportDeclaration(node) {
        graphql.add(node);
        access.add(node);
      },
      MethodDefinition(node) {
        const decorators = node.decorators ?? [];
        const operation = decorators
          .map((decorator) => graphql.nameOf(decorator))
          .find((name) => operations.has(name));
        const isGuarded = decorators.some((decorator) => guards.has(access.nameOf(decorator)));
        if (!operation || isGuarded) return;
        const method = context.sourceCode.getText(node.key);
        context.report({ node: node.key, messageId: 'unguarded', data: { operation, method } });
      },
    };
  },
};

/** What a file calls the exports of one module, so that a renamed import cannot hide or feign a decorator. */
class ImportedNames {
  #names = new Map();
  #namespaces = new Set();

  constructor(module) {
    this.module = module;
  }

  add({ source, specifiers }) {
    if (source.value !== this.module) return;
    for (const specifier of specifiers) {
      if (specifier.type === 'ImportNamespaceSpecifier') this.#namespaces.add(specifier.local.name);
      if (specifier.type === 'ImportSpecifier')
        this.#names.set(specifier.local.name, specifier.imported.name);
    }
  }

  nameOf({ expression }) {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    if (callee.type === 'Identifier') return this.#names.get(callee.name);
    const isOfNamespace = callee.type === 'MemberExpression' && this.#namespaces.has(callee.object.name);
    return isOfNamespace ? callee.property.name : undefined;
  }
}
