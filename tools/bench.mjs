import { build, installWhenNeeded, requireNode } from './bootstrap.mjs';

/** `npm run -s bench -- <name>`: measures what is in the working copy, freshly built. */
requireNode();
installWhenNeeded();
build();
await import('./dist/bench/main.js');
