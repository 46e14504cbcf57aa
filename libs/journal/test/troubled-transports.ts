import { RecordingTransport } from '@lianxin/testing';
import type { OutgoingMessage } from '../src/index.js';

/** Delivers, and then fails as if its process had died before it could note that it had. */
export class DyingTransport extends RecordingTransport {
  override async send(messages: readonly OutgoingMessage[]): Promise<void> {
    await super.send(messages);
    throw new Error('the process died');
  }
}

/** Remembers how many messages came at a time. */
export class CountingTransport extends RecordingTransport {
  readonly counts: number[] = [];

  override send(messages: readonly OutgoingMessage[]): Promise<void> {
    this.counts.push(messages.length);
    return super.send(messages);
  }
}

/** Lets a batch go only when it is told to, and then delivers it: late, if its relay was given up meanwhile. */
export class GatedTransport extends RecordingTransport {
  sendings = 0;
  private open: (() => void)[] = [];

  override async send(messages: readonly OutgoingMessage[]): Promise<void> {
    this.sendings += 1;
    await new Promise<void>((resolve) => this.open.push(resolve));
    await super.send(messages);
  }

  letThrough(): void {
    for (const open of this.open.splice(0)) open();
  }
}

/** Delivers the first half of each batch, and fails, as often as told. */
export class HalvingTransport extends RecordingTransport {
  failures = 3;

  override async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.failures === 0) return super.send(messages);
    this.failures -= 1;
    await super.send(messages.slice(0, Math.ceil(messages.length / 2)));
    throw new Error('the broker is away');
  }
}
