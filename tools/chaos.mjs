import { build, installWhenNeeded, requireNode } from './bootstrap.mjs';

/** `npm run -s chaos`: breaks what is in the working copy, freshly built. */
requireNode();
installWhenNeeded();
build();
await import('./dist/chaos/main.js');
