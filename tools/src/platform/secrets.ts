import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Gives the secret of that name, made at its first use and the same ever after. */
export type Secrets = (name: string, encoding?: 'base64' | 'base64url') => string;

const secretBytes = 32;

/** Secrets of one data directory, in a file that only its owner can read. */
export function openSecrets(file: string): Secrets {
  const known: Record<string, string> = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
    : {};
  return (name, encoding = 'base64url') => {
    const existing = known[name];
    if (existing) return existing;
    const secret = randomBytes(secretBytes).toString(encoding);
    known[name] = secret;
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(draft, file);
    return secret;
  };
}
