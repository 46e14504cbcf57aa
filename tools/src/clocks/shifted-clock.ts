const RealDate = globalThis.Date;

/** A Date whose present is moved: what is built from a given moment stays as it is. */
export function shiftedDate(offsetMs: () => number): DateConstructor {
  const now = (): number => RealDate.now() + offsetMs();
  return new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}

/** Moves the clock of this process from here on. */
export function shiftClock(offsetMs: () => number): void {
  const moved = shiftedDate(offsetMs);
  RealDate.prototype.constructor = moved;
  globalThis.Date = moved;
}
