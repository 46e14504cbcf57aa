import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';

const lookEveryMs = 100;

/**
 * What a small file tells a process, read again whenever it is replaced.
 * @param onRead runs after each reading
 * @returns the latest that was read
 */
export function toldByFile<T>(file: string, untilTold: T, onRead = (_told: T): void => undefined): () => T {
  let current = untilTold;
  let readAt = '';
  const look = (): void => {
    try {
      const { mtimeMs, ino } = statSync(file);
      if (`${mtimeMs} ${ino}` === readAt) return;
      current = JSON.parse(readFileSync(file, 'utf8')) as T;
      readAt = `${mtimeMs} ${ino}`;
      onRead(current);
    } catch {
      // Being replaced, or the disk is full: as before.
    }
  };
  look();
  setInterval(look, lookEveryMs).unref();
  return () => current;
}

/** Replaces such a file in one go. */
export function tellByFile(file: string, told: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(told));
  renameSync(`${file}.new`, file);
}
