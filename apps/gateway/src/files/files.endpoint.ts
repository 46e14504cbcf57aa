import type { RequestHandler } from 'express';
import { contextFor } from '../graph/graphql.endpoint.js';
import type { Contexts } from '../graph/graphql.endpoint.js';
import { refuse } from '../graph/refuse.js';
import type { FilePassage } from './file-passage.js';

/** What has begun to be answered can only be broken off. */
export function passFiles(contexts: Contexts, passage: FilePassage): RequestHandler {
  return (request, response) => {
    const context = contextFor(contexts, request);
    passage.pass(request, response, context.correlationId).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      if (!request.complete) response.setHeader('connection', 'close');
      refuse(response, error, context);
    });
  };
}
