/** Asked of the process that receives: to open sockets, and to tell when so many frames have come in all. */
export type ReceiversOrder =
  | { readonly open: { readonly url: string; readonly subscribers: readonly Subscribing[] } }
  | { readonly tellAt: number };

export interface Subscribing {
  /** Absent: what comes is taken without a word. */
  readonly subscription?: { readonly token: string; readonly id: string; readonly payload: object };
}

export type ReceiversTold =
  | { readonly isReady: true }
  | { readonly opened: number }
  /** In milliseconds of the clock that all processes share. */
  | { readonly reachedAt: number; readonly frame: string }
  | { readonly fault: string };

/** Asked of the process that broadcasts: the same frames to all sockets. */
export interface BroadcastOrder {
  readonly frame: string;
  readonly times: number;
}

export type BroadcasterTold = { readonly port: number } | { readonly startedAt: number };

/** Milliseconds, the same in all processes of the machine. */
export const now = (): number => performance.timeOrigin + performance.now();
