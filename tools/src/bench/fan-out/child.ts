import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../lab.js';

/** A process of the bench that is asked and tells. */
export class Child<Order extends object, Told extends object> {
  private readonly told: Told[] = [];
  private wake: () => void = () => undefined;
  private hasEnded = false;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message) => {
      this.told.push(message as Told);
      this.wake();
    });
    child.once('exit', () => {
      this.hasEnded = true;
      this.wake();
    });
  }

  /** @param script beside this one, e.g. `receivers.js` */
  static start<Order extends object, Told extends object>(lab: Lab, script: string): Child<Order, Told> {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = new Child<Order, Told>(fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
    lab.keep({ stop: () => child.stop() });
    return child;
  }

  ask(order: Order): void {
    this.child.send(order);
  }

  /** The next that it tells. @throws Error when it ends first, or nothing comes in time */
  async next(limitMs: number): Promise<Told> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const [told] = this.told.splice(0, 1);
      if (told) return told;
      if (this.hasEnded) throw new Error('a process of the bench ended');
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) throw new Error(`a process of the bench told nothing for ${limitMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
