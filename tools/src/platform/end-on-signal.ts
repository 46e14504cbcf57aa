/**
 * A signal from outside ends what was started here, and then this process.
 * @returns what takes it back
 */
export function endOnSignal(end: () => Promise<void>): () => void {
  const onSignal = (): void =>
    void end()
      .catch(() => undefined)
      .finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, onSignal);
  return () => signals.forEach((signal) => process.removeListener(signal, onSignal));
}
