import { build, installWhenNeeded, requireNode } from './bootstrap.mjs';

/** `npm run import:areas -- (--all | --subtree CODE)`: loads areas into the platform that runs here. */
requireNode();
installWhenNeeded();
build();
await import('./dist/areas/import.js');
