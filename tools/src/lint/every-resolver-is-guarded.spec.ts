import { describe, it } from '@jest/globals';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { everyResolverIsGuarded } from './every-resolver-is-guarded.mjs';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });

const imports = `
  import { Query, Mutation as Command, Subscription, ResolveReference, ResolveField } from '@nestjs/graphql';
  import * as graphql from '@nestjs/graphql';
  import { Allow, SignedIn, Public as Open } from '@lianxin/access';
`;
const resolver = (decorators: string) => `${imports} class AreasResolver { ${decorators} area() {} }`;
const unguarded = (operation: string) => [{ messageId: 'unguarded', data: { operation, method: 'area' } }];

tester.run('every-resolver-is-guarded', everyResolverIsGuarded, {
  valid: [
    resolver("@Allow('read', 'Area') @Query(() => String)"),
    resolver("@Command(() => String) @Allow('define', 'Area')"),
    resolver('@SignedIn() @Query(() => String)'),
    resolver('@Open() @Subscription(() => String)'),
    resolver('@Open() @ResolveReference()'),
    resolver('@ResolveField(() => String)'),
    resolver(''),
    "import { Query } from '@nestjs/common'; class Controller { @Query() area() {} }",
  ],
  invalid: [
    { code: resolver('@Query(() => String)'), errors: unguarded('Query') },
    { code: resolver('@Command(() => String)'), errors: unguarded('Mutation') },
    { code: resolver('@Subscription(() => String)'), errors: unguarded('Subscription') },
    { code: resolver('@ResolveReference()'), errors: unguarded('ResolveReference') },
    { code: resolver('@graphql.Query(() => String)'), errors: unguarded('Query') },
    { code: resolver('@UseGuards(SomeGuard) @Query(() => String)'), errors: unguarded('Query') },
    {
      code: `import { Query } from '@nestjs/graphql'; import { Public } from './my-own.js';
             class AreasResolver { @Public() @Query(() => String) area() {} }`,
      errors: unguarded('Query'),
    },
  ],
});
