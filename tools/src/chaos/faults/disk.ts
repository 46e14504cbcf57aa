import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const megabyte = 1024 * 1024;
const chunk = Buffer.alloc(megabyte, 1);

/** A small file system in memory, for a data directory whose disk is to run full. Linux, and root, only. */
export class SmallDisk {
  private constructor(readonly directory: string) {}

  /** @returns the disk, or the reason why nothing can be mounted */
  static mount(directory: string, sizeMb: number): SmallDisk | string {
    mkdirSync(directory, { recursive: true });
    const options = `size=${sizeMb}m,mode=0755`;
    const { status, stderr } = spawnSync(
      'mount',
      ['-t', 'tmpfs', '-o', options, 'lianxin-chaos', directory],
      {
        encoding: 'utf8',
      },
    );
    if (status === 0) return new SmallDisk(directory);
    return `tmpfs cannot be mounted here (${(stderr ?? 'no mount').trim()})`;
  }

  /** Leaves no room. @returns what gives it free again */
  fill(): () => void {
    const file = join(this.directory, 'filler');
    const handle = openSync(file, 'w');
    try {
      for (;;) writeSync(handle, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(handle);
    }
    return () => rmSync(file, { force: true });
  }

  get freeMb(): number {
    const { bavail, bsize } = statfsSync(this.directory);
    return (bavail * bsize) / megabyte;
  }

  unmount(): void {
    spawnSync('umount', [this.directory]);
  }
}
