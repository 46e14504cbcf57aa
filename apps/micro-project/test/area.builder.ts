import { AreasImported } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';

export const COUNTY = '361104';
export const TOWNSHIP = '361104111';
export const OTHER_TOWNSHIP = '361104100';
export const VILLAGE = '361104111200';
export const NEIGHBOUR = '361104111201';
export const FAR_VILLAGE = '361104100200';
export const GRID = `${VILLAGE}001`;

const IDS: Readonly<Record<string, number>> = { [VILLAGE]: 11, [NEIGHBOUR]: 12, [FAR_VILLAGE]: 13 };
export const areaIdOf = (code: string): string => String(IDS[code]);

/** One county, two townships, three villages: two of them neighbours. */
export const anAreasImport = (): IncomingMessage =>
  new EventStream().next(AreasImported, {
    importId: '0198f3a0-0000-7000-8000-000000000001',
    fileDigest: 'a'.repeat(64),
    validFrom: '2023-06-30',
    rows: [
      [1, '36', '江西省', null, null],
      [2, '3611', '上饶市', 1, null],
      [3, COUNTY, '广信区', 2, null],
      [4, TOWNSHIP, '郑坊镇', 3, null],
      [5, OTHER_TOWNSHIP, '旭日街道', 3, null],
      [11, VILLAGE, '楼村村民委员会', 4, 'VILLAGERS_COMMITTEE'],
      [12, NEIGHBOUR, '台湖村民委员会', 4, 'VILLAGERS_COMMITTEE'],
      [13, FAR_VILLAGE, '旭日村民委员会', 5, 'VILLAGERS_COMMITTEE'],
    ],
  });
