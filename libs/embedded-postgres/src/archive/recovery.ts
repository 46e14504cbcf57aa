import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where recovery looks for the log, below the cluster: laid there so that any account that runs PostgreSQL can read it. */
export const recoveryLogFolder = 'recovery-wal';

export interface Recovery {
  /** Stops after the last transaction committed by then; without it everything in the log is applied. */
  targetTime?: Date;
}

/**
 * Makes the next start of the cluster a recovery that ends by itself. Nobody can sign in before its end; the
 * settings are given at that start alone, so nothing of them stays behind.
 */
export function recoverySettings(cluster: string, { targetTime }: Recovery): Record<string, string> {
  writeFileSync(join(cluster, 'recovery.signal'), '', { mode: 0o600 });
  return {
    hot_standby: 'off',
    restore_command: `cp ${recoveryLogFolder}/%f %p`,
    recovery_target_action: 'promote',
    // A restored cluster has thousands of files that were just written: one call for all, where there is one.
    ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }),
    ...(targetTime && { recovery_target_time: utc(targetTime) }),
  };
}

/** As the server reads it before it has learned the names of time zones. */
const utc = (time: Date) => time.toISOString().replace('T', ' ').replace('Z', '+00');
