/** How one aggregate is called in each place, all from its kebab-case name. */
export interface AggregateNames {
  /** `care-visit`, `care-visits` */
  readonly file: string;
  readonly files: string;
  /** `careVisit`, `careVisits` */
  readonly name: string;
  readonly names: string;
  /** `CareVisit`, `CareVisits` */
  readonly type: string;
  readonly types: string;
  /** `care_visit` */
  readonly table: string;
  /** `CARE_VISIT` */
  readonly code: string;
  /** `care visit`, `care visits` */
  readonly words: string;
  readonly manyWords: string;
}

/** Throws on a name that is not a kebab-case noun. `plural` is needed where English is irregular. */
export function namesOf(file: string, plural: string = pluralOf(file)): AggregateNames {
  for (const name of [file, plural]) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
      throw new Error(`"${name}" is not in kebab-case; write care-visit, say`);
    }
  }
  if (file === plural) throw new Error(`"${file}" has no plural of its own; give one with --plural`);
  return {
    file,
    files: plural,
    name: camelCase(file),
    names: camelCase(plural),
    type: pascalCase(file),
    types: pascalCase(plural),
    table: file.replaceAll('-', '_'),
    code: file.replaceAll('-', '_').toUpperCase(),
    words: file.replaceAll('-', ' '),
    manyWords: plural.replaceAll('-', ' '),
  };
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

function pascalCase(kebab: string): string {
  return kebab.replace(/(^|-)([a-z0-9])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

function camelCase(kebab: string): string {
  const pascal = pascalCase(kebab);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}
