/** Whether each commit wakes the relay, or the relay looks by itself alone. */
export type Mode = 'on' | 'off';

export interface InstanceOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly postgresPort: number;
}

/** Asked of an instance: to commit for so long. */
export interface Order {
  readonly mode: Mode;
  readonly ms: number;
  /** Commands under way at once. */
  readonly concurrency: number;
}

/** Told by an instance: that it is ready, or what an order came to. */
export type Told = { readonly isReady: true } | { readonly commits: number; readonly seconds: number };
