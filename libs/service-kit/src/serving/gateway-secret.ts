import { timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { GatewaySecretRequiredError } from '../errors/common.errors.js';
import { languageOf } from '../errors/error-mapper.js';

export const GATEWAY_SECRET_HEADER = 'x-lianxin-gateway';

/** Refuses every request to the graph or for a file that does not come through this subgraph's gateway. */
export function requireGatewaySecret(
  secret: string,
): (request: Request, response: Response, next: NextFunction) => void {
  const expected = Buffer.from(secret);
  return (request, response, next) => {
    const given = Buffer.from(request.header(GATEWAY_SECRET_HEADER) ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    const refusal = new GatewaySecretRequiredError();
    const message = refusal.messages[languageOf(request.headers['accept-language'])];
    response.status(401).json({ errors: [{ message, extensions: { code: refusal.code } }] });
  };
}
