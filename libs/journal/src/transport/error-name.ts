/** A foreign error's words may quote data; its name, type and code do not. */
export function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { type, code, cause } = error as Error & { type?: unknown; code?: unknown };
  const own = [error.name, type, code].filter((part) => typeof part === 'string').join(' ');
  return cause instanceof Error && cause !== error ? `${own} (${nameOfError(cause)})` : own;
}
