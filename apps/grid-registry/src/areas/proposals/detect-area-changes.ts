import { CODE_LENGTHS } from '../area-code.js';

export type AreaChangeKind = 'NEW' | 'RENAMED' | 'MOVED' | 'GONE';

/** An area whose code a file no longer has. */
export interface MissingArea {
  readonly areaId: number;
  readonly code: string;
  readonly name: string;
}

/** A code in a file that no area has. */
export interface AppearedArea {
  readonly code: string;
  readonly name: string;
  readonly line: number;
}

/** An area to which a file gives another name. */
export interface RenamedArea {
  readonly areaId: number;
  readonly code: string;
  readonly newName: string;
  readonly line: number;
}

export interface AreaChangeDraft {
  readonly kind: AreaChangeKind;
  /** Null for what is new. */
  readonly areaId: number | null;
  /** Today's code; of what is new the code it will have. */
  readonly code: string;
  readonly newCode: string | null;
  readonly newName: string | null;
  /** Null for what is gone. */
  readonly line: number | null;
}

export interface Differences {
  readonly renamed: readonly RenamedArea[];
  readonly missing: readonly MissingArea[];
  readonly appeared: readonly AppearedArea[];
}

/**
 * Explains differences by as few changes as possible. A code that disappears while its name appears under another code
 * nearby has moved, and what lies inside moves along without a change of its own. Names settle it only where they are
 * the only ones of their kind, first under the same parent, then in the county; what is left is new or gone.
 */
export function detectAreaChanges({ renamed, missing, appeared }: Differences): AreaChangeDraft[] {
  const matching = new Matching(missing, appeared);
  for (const length of Object.values(CODE_LENGTHS)) matching.matchLevel(length);
  const renames = renamed.map((area): AreaChangeDraft => ({ kind: 'RENAMED', newCode: null, ...area }));
  return [...renames, ...matching.drafts()];
}

class Matching {
  private readonly missing: Map<string, MissingArea>;
  private readonly appeared: Map<string, AppearedArea>;
  private readonly found: AreaChangeDraft[] = [];
  /** From codes of moved areas to what they become. */
  private readonly moves = new Map<string, string>();

  constructor(missing: readonly MissingArea[], appeared: readonly AppearedArea[]) {
    this.missing = new Map(missing.map((area) => [area.code, area]));
    this.appeared = new Map(appeared.map((area) => [area.code, area]));
  }

  /** Upper levels first: where the inner areas went depends on them. */
  matchLevel(length: number): void {
    const missing = [...this.missing.values()].filter(({ code }) => code.length === length);
    for (const area of missing) this.matchMovedAlong(area);
    const parentLength = Math.max(0, ...Object.values(CODE_LENGTHS).filter((other) => other < length));
    this.matchByName(length, parentLength);
    if (length > CODE_LENGTHS.TOWNSHIP) this.matchByName(length, CODE_LENGTHS.COUNTY);
  }

  drafts(): AreaChangeDraft[] {
    const gone = [...this.missing.values()].map(({ areaId, code }): AreaChangeDraft => ({
      kind: 'GONE',
      areaId,
      code,
      newCode: null,
      newName: null,
      line: null,
    }));
    const added = [...this.appeared.values()].map(({ code, name, line }): AreaChangeDraft => ({
      kind: 'NEW',
      areaId: null,
      code,
      newCode: code,
      newName: name,
      line,
    }));
    return [...this.found, ...added, ...gone];
  }

  private matchMovedAlong(area: MissingArea): void {
    const appeared = this.appeared.get(this.translated(area.code));
    if (!appeared) return;
    this.take(area, appeared);
    const { areaId, code } = area;
    const { name: newName, line } = appeared;
    if (newName !== area.name)
      this.found.push({ kind: 'RENAMED', areaId, code, newCode: null, newName, line });
  }

  private matchByName(length: number, zoneLength: number): void {
    const key = (code: string, name: string): string => `${code.slice(0, zoneLength)} ${name}`;
    const missing = onlyOnes(this.missing.values(), length, (area) =>
      key(this.translated(area.code), area.name),
    );
    const appeared = onlyOnes(this.appeared.values(), length, (area) => key(area.code, area.name));
    for (const [name, area] of missing) {
      const match = appeared.get(name);
      if (match) this.recordMove(area, match);
    }
  }

  private recordMove(area: MissingArea, { code: newCode, name: newName, line }: AppearedArea): void {
    const { areaId, code } = area;
    this.take(area, { code: newCode });
    this.moves.set(code, newCode);
    this.found.push({ kind: 'MOVED', areaId, code, newCode, newName, line });
  }

  private take(missing: { code: string }, appeared: { code: string }): void {
    this.missing.delete(missing.code);
    this.appeared.delete(appeared.code);
  }

  /** The code that an area gets when the innermost moved area around it takes it along. */
  private translated(code: string): string {
    for (const length of Object.values(CODE_LENGTHS).reverse()) {
      const moved = length < code.length ? this.moves.get(code.slice(0, length)) : undefined;
      if (moved !== undefined) return moved + code.slice(length);
    }
    return code;
  }
}

function onlyOnes<Area extends { readonly code: string }>(
  areas: Iterable<Area>,
  length: number,
  keyOf: (area: Area) => string,
): Map<string, Area> {
  const counted = new Map<string, Area | null>();
  for (const area of areas) {
    if (area.code.length !== length) continue;
    const key = keyOf(area);
    counted.set(key, counted.has(key) ? null : area);
  }
  return new Map([...counted].filter((entry): entry is [string, Area] => entry[1] !== null));
}
