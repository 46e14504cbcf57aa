import { strFromU8, unzipSync } from 'fflate';

/** A cell as any reader of the format finds it: its type, its value and the format it is shown in. */
export interface ReadCell {
  readonly type: 'text' | 'number' | 'date';
  readonly value: string | number | Date;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};
const unescaped = (xml: string): string =>
  xml.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? '');

const textsIn = (xml: string): string =>
  [...xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map(([, inner = '']) => unescaped(inner)).join('');
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** Days before 1970 by the calendar of spreadsheets. */
const EPOCH_SERIAL = 25_569;
const DAY_MS = 86_400_000;

/** Reads a sheet by what ECMA-376 says of it, without the library that wrote it. */
export class SpreadsheetFile {
  private readonly files: Readonly<Record<string, string>>;
  private readonly shared: readonly string[];
  private readonly dateStyles: ReadonlySet<number>;

  constructor(base64: string) {
    const entries = Object.entries(unzipSync(Buffer.from(base64, 'base64')));
    this.files = Object.fromEntries(entries.map(([name, bytes]) => [name, strFromU8(bytes)]));
    this.shared = [...(this.files['xl/sharedStrings.xml'] ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(
      ([, inner = '']) => textsIn(inner),
    );
    this.dateStyles = this.stylesOfDates();
  }

  get everything(): string {
    return Object.values(this.files).join('\n');
  }

  get names(): string[] {
    return Object.keys(this.files);
  }

  /** Rows as maps from the title in the first row. */
  rows(sheet: number): ReadonlyMap<string, ReadCell>[] {
    const xml = this.files[`xl/worksheets/sheet${sheet}.xml`] ?? '';
    const lines = [...xml.matchAll(/<row[\s>][\s\S]*?<\/row>/g)].map(([row]) => this.cells(row));
    const titles = lines[0] ?? new Map<string, ReadCell>();
    return lines
      .slice(1)
      .map((line) => new Map([...line].map(([column, cell]) => [String(titles.get(column)?.value), cell])));
  }

  private cells(row: string): Map<string, ReadCell> {
    const cells = [...row.matchAll(/<c(\s[^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)];
    return new Map(
      cells.flatMap(([, tag = '', inner = '']): [string, ReadCell][] => {
        const cell = this.cell(tag, inner);
        return cell ? [[(attribute(tag, 'r') ?? '').replace(/\d/g, ''), cell]] : [];
      }),
    );
  }

  private cell(tag: string, inner: string): ReadCell | null {
    const value = /<v>([\s\S]*?)<\/v>/.exec(inner)?.[1];
    if (inner.includes('<f>')) throw new Error(`A formula: ${inner}`);
    if (attribute(tag, 't') === 'inlineStr') return { type: 'text', value: textsIn(inner) };
    if (value === undefined) return null;
    if (attribute(tag, 't') === 's') return { type: 'text', value: this.shared[Number(value)] ?? '' };
    if (this.dateStyles.has(Number(attribute(tag, 's'))))
      return { type: 'date', value: new Date(Math.round((Number(value) - EPOCH_SERIAL) * DAY_MS)) };
    return { type: 'number', value: Number(value) };
  }

  private stylesOfDates(): Set<number> {
    const styles = this.files['xl/styles.xml'] ?? '';
    const formats = new Set(
      [...styles.matchAll(/<numFmt\s[^>]*>/g)]
        .filter(([tag]) => attribute(tag, 'formatCode')?.includes('yyyy'))
        .map(([tag]) => attribute(tag, 'numFmtId')),
    );
    const used = /<cellXfs[\s\S]*?<\/cellXfs>/.exec(styles)?.[0] ?? '';
    const all = [...used.matchAll(/<xf\s[^>]*>/g)];
    return new Set(all.flatMap(([tag], place) => (formats.has(attribute(tag, 'numFmtId')) ? [place] : [])));
  }
}
