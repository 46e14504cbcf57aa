import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router, static as serveFiles } from 'express';
import type { RequestHandler } from 'express';

/** Made by `graphiql/bundle.mjs` from npm packages when the gateway is built. */
const BUNDLE = fileURLToPath(new URL('../../graphiql/dist', import.meta.url));

/**
 * The page may load from this gateway alone. Styles within the page are allowed because its editor writes them; scripts
 * are not.
 */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `worker-src 'self'`,
  `connect-src 'self'`,
  `img-src 'self' data:`,
  `font-src 'self' data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** Serves GraphiQL from this machine. */
export function serveGraphiql(bundle = BUNDLE): RequestHandler {
  const router = Router();
  router.use((_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  // With and without a slash at its end: everything the page loads is addressed from the root.
  router.get('/', (_request, response, next) => {
    response.sendFile('index.html', { root: bundle }, (error) => error && next());
  });
  router.use(serveFiles(bundle, { index: false, redirect: false, maxAge: '1h' }));
  router.use((_request, response) => {
    const reason = existsSync(bundle)
      ? 'No such file.'
      : 'GraphiQL was not built: npx nx run gateway:graphiql';
    response.status(404).type('text/plain').send(reason);
  });
  return router;
}
