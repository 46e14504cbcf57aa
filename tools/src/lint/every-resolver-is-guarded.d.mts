import type { Rule } from 'eslint';

export declare const everyResolverIsGuarded: Rule.RuleModule;
