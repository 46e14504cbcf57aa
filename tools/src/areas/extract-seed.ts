import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { workspaceRoot } from '../platform/settings.js';
import { fetchDivisionData } from './fetch-division-data.js';

/** 广信区 of 上饶市, the district whose sources the platform follows. */
const seedCounty = '361104';
const seedFile = join(workspaceRoot, 'apps/grid-registry/seed', `${seedCounty}-guangxin.csv`);

/** The county, all inside it and what it lies in, as `code,name,parentCode`. */
async function* seedLines(files: readonly string[]): AsyncGenerator<string> {
  yield 'code,name,parentCode\n';
  for (const file of files) {
    const records = createReadStream(file).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>;
    for await (const [code = '', name = '', parentCode = ''] of records) {
      const isInside = code.startsWith(seedCounty);
      const isAncestor = seedCounty.startsWith(code);
      if (isInside || isAncestor) yield `${code},${name},${code.length === 2 ? '' : parentCode}\n`;
    }
  }
}

const files = await fetchDivisionData((line) => console.log(line));
mkdirSync(join(seedFile, '..'), { recursive: true });
await pipeline(seedLines(files), createWriteStream(seedFile));
console.log(`wrote ${seedFile}`);
