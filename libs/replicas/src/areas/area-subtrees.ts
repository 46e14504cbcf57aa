/** The parts of the country that this service copies: each configured area, what lies in it and what it lies in. */
export class AreaSubtrees {
  constructor(private readonly roots: readonly string[]) {}

  /** Whether all that lies in this area or grid is copied here, so that sums over it are whole. */
  covers(code: string): boolean {
    return this.roots.some((root) => code.startsWith(root));
  }

  /** Whether the area is covered or is an ancestor of what is; the empty code is everybody's ancestor. */
  concerns(code: string): boolean {
    return this.roots.some((root) => code.startsWith(root) || root.startsWith(code));
  }
}
