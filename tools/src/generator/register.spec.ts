import { describe, expect, it } from '@jest/globals';
import { register } from './register.js';

const registration = { file: 'x.ts', line: "import { B } from './b.js';", array: 'entities: ', element: 'B' };

describe('register', () => {
  it.each([
    ['entities: []', 'entities: [ B]'],
    ['entities: [A]', 'entities: [A, B]'],
    ['entities: [A, [1], ]', 'entities: [A, [1], B]'],
  ])('adds to %s', (before, after) => {
    const text = `import { A } from './a.js';\n\nexport const x = { ${before} };\n`;
    const expected = `import { A } from './a.js';\nimport { B } from './b.js';\n\nexport const x = { ${after} };\n`;
    expect(register(text, registration)).toBe(expected);
  });

  it('takes the first array that is found', () => {
    const either = { ...registration, array: ['const ITEMS = ', 'return '] };
    expect(register('return [A];\n', either)).toContain('return [A, B];');
    expect(() => register('', either)).toThrow('x.ts has no "const ITEMS = [" or "return ["');
  });

  it('adds a line alone at the end', () => {
    expect(register("export * from './a.js';\n", { file: 'x.ts', line: "export * from './b.js';" })).toBe(
      "export * from './a.js';\nexport * from './b.js';\n",
    );
  });

  it('says what to do by hand when the array is not found', () => {
    expect(() => register('export {};\n', registration)).toThrow(
      'x.ts has no "entities: ["; add B to it by hand',
    );
  });
});
