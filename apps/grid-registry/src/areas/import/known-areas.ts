import type { AreaRow, RowFault } from './area-row.js';

/** A current area above the village, as the import finds it. */
export interface UpperArea {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

interface Known {
  /** Null for an area that is new in a county already loaded: it waits for approval. */
  readonly id: number | null;
  /** One bit for each number that a child can have: 1,000 at most. */
  seen?: Uint8Array;
}

/** What becomes of a row: a fault, or whether it is applied at once or compared with what is there. */
export type Route =
  { readonly kind: 'apply'; readonly parentId: number | null } | { readonly kind: 'compare' } | RowFault;

const CITY_DIGITS = 4;
const COUNTY_DIGITS = 6;
const CHILD_NUMBERS = 1_000;
const COMPARE: Route = { kind: 'compare' };

/**
 * Everything above the village that is known, from the database or from earlier rows, and which villages were seen:
 * a few megabytes for the whole country.
 */
export class KnownAreas {
  private readonly byCode = new Map<string, Known>([['', { id: null }]]);
  /** Counties with townships: what differs in them needs approval. */
  private readonly loaded: Set<string>;
  private readonly loadedNames = new Set<string>();

  constructor(uppers: readonly UpperArea[]) {
    this.loaded = new Set(uppers.filter(isTownship).map(({ code }) => code.slice(0, COUNTY_DIGITS)));
    for (const { id, code, name } of uppers) {
      this.byCode.set(code, { id });
      if (this.loaded.has(code)) this.loadedNames.add(code.slice(0, CITY_DIGITS) + name);
    }
  }

  route(row: AreaRow): Route {
    const parent = this.byCode.get(row.parentCode ?? '');
    if (!parent) return 'PARENT_UNKNOWN';
    if (!markSeen(parent, Number(row.code.slice(row.parentCode?.length ?? 0)))) return 'CODE_REPEATED';
    if (row.level !== 'VILLAGE' && this.byCode.has(row.code)) return COMPARE;
    const isCompared = this.mustCompare(row);
    if (isCompared && row.level !== 'VILLAGE') this.add(row.code, null);
    return isCompared ? COMPARE : { kind: 'apply', parentId: parent.id };
  }

  /** To be told of each area above the village that is applied. */
  add(code: string, id: number | null): void {
    this.byCode.set(code, { id });
  }

  /**
   * A county that bears the name of a loaded one in the same city may be that one under a new code: it and all inside
   * it wait for the comparison.
   */
  private mustCompare({ level, code, name }: AreaRow): boolean {
    if (level === 'PROVINCE' || level === 'CITY') return false;
    if (level !== 'COUNTY') return this.loaded.has(code.slice(0, COUNTY_DIGITS));
    const isTwin = this.loadedNames.has(code.slice(0, CITY_DIGITS) + name);
    if (isTwin) this.loaded.add(code);
    return isTwin;
  }
}

const isTownship = ({ code }: UpperArea): boolean => code.length > COUNTY_DIGITS;

/** @returns false when it was seen before */
function markSeen(parent: Known, number: number): boolean {
  parent.seen ??= new Uint8Array(CHILD_NUMBERS / 8);
  const byte = number >> 3;
  const bit = 1 << (number & 7);
  const before = parent.seen[byte] ?? 0;
  parent.seen[byte] = before | bit;
  return (before & bit) === 0;
}
