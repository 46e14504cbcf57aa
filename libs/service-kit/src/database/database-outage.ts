import type { EventEmitter } from 'node:events';
import { isNativeError } from 'node:util/types';
import { DomainError } from '../errors/domain-error.js';

/** Nobody's fault and soon over. An outage can swallow the answer to a commit, so what was asked may be done. */
export class DatabaseUnavailableError extends DomainError {
  readonly code = 'DATABASE_UNAVAILABLE';
  constructor() {
    super({
      en: 'The database is out of reach for the moment. A command may or may not be done: send it again with the same requestId.',
      zh: '数据库暂时无法访问。命令可能已执行，也可能未执行，请使用相同的 requestId 重试。',
    });
  }
}

/** Connection lost or refused (class 08), shutting down or starting up (57P), no connection free or disk full (53). */
const SQLSTATE = /^(08...|57P0[1-5]|53...)$/;
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** `pg` gives these no code. */
const MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** Whether an error says that the database cannot be reached, not that a statement was wrong. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const isOfSystem = SYSTEM_CODES.has(code) && 'syscall' in error && error.syscall !== 'getaddrinfo';
  return SQLSTATE.test(code) || isOfSystem || MESSAGE.test(error.message);
}

/**
 * For connections that a pool of `pg` hands out (`pool.on('connect', …)`). One that the server ends between two statements
 * says so by an event, and where nobody listens at that moment the process ends. Its next statement fails in any case.
 */
export function outliveItsConnection(client: Pick<EventEmitter, 'on'>): void {
  client.on('error', () => undefined);
}
