/** One addition to a source file: what to import, and which array gets another element. */
export interface Registration {
  /** Relative to the repository's root. */
  readonly file: string;
  /** A whole import or export line. */
  readonly line: string;
  /**
   * The text right before the array's opening bracket, `entities: ` say; of several the first that is found,
   * and none where the line is all.
   */
  readonly array?: string | readonly string[];
  readonly element?: string;
}

/**
 * The text with the line after its last import (or at its end, without an array) and the element at the end of
 * the array. Throws when the array is not found.
 */
export function register(text: string, { file, line, array, element }: Registration): string {
  if (array === undefined || element === undefined) return `${text}${line}\n`;
  const anchors = [array].flat().map((before) => `${before}[`);
  const anchor = anchors.find((candidate) => text.includes(candidate));
  if (!anchor) throw new Error(`${file} has no "${anchors.join('" or "')}"; add ${element} to it by hand`);
  const opening = text.indexOf(anchor) + anchor.length - 1;
  const end = closingBracket(text, opening);
  const items = text.slice(opening + 1, end).trimEnd();
  const comma = items === '' || items.endsWith(',') ? '' : ',';
  const withElement = `${text.slice(0, opening + 1)}${items}${comma} ${element}${text.slice(end)}`;
  return withLine(withElement, line);
}

function withLine(text: string, line: string): string {
  const lastImport = Array.from(text.matchAll(/^import [^;]*;\n/gm)).at(-1);
  const at = lastImport ? lastImport.index + lastImport[0].length : 0;
  return text.includes(`${line}\n`) ? text : `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

function closingBracket(text: string, opening: number): number {
  let depth = 0;
  for (let index = opening; index < text.length; index += 1) {
    if (text[index] === '[') depth += 1;
    if (text[index] === ']') depth -= 1;
    if (depth === 0) return index;
  }
  throw new Error('An array has no end');
}
