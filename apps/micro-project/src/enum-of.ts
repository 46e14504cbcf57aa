/** The enum object that `registerEnumType` wants, from the list of names that a contract has. */
export const enumOf = <Name extends string>(names: readonly Name[]): { [Key in Name]: Key } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };
