import { build, installWhenNeeded, requireNode } from './bootstrap.mjs';

/** Writes new code in the pattern of the house; says how when called without arguments. */
requireNode();
installWhenNeeded();
build();
await import('./dist/generator/main.js');
