import { AreasImported } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';

export const COUNTY = { id: 3, code: '361104' };
export const TOWNSHIP = { id: 111, code: '361104111' };
export const OTHER_TOWNSHIP = { id: 100, code: '361104100' };
/** The first villages of the two townships. */
export const VILLAGE = { id: 111_001, code: '361104111001' };
export const NEIGHBOUR = { id: 111_002, code: '361104111002' };
export const FAR_VILLAGE = { id: 100_001, code: '361104100001' };

/** A village's id from its code, as the import below numbers them. */
export const villageOf = (townshipNumber: number, number: number): { id: number; code: string } => ({
  id: townshipNumber * 1_000 + number,
  code: `361104${townshipNumber}${String(number).padStart(3, '0')}`,
});

/** The county of the demonstration with its ancestors: `townships` numbers and how many villages each has. */
export function anAreasImport(townships: ReadonlyMap<number, number>): IncomingMessage {
  const villages = [...townships].flatMap(([township, count]) =>
    Array.from({ length: count }, (_, index) => {
      const { id, code } = villageOf(township, index + 1);
      return [id, code, `村${code}`, township, 'RESIDENTS_COMMITTEE'] as [
        number,
        string,
        string,
        number,
        'RESIDENTS_COMMITTEE',
      ];
    }),
  );
  return new EventStream().next(AreasImported, {
    importId: '0198f3a0-0000-7000-8000-000000000001',
    fileDigest: 'a'.repeat(64),
    validFrom: '2023-06-30',
    rows: [
      [1, '36', '江西省', null, null],
      [2, '3611', '上饶市', 1, null],
      [3, '361104', '广信区', 2, null],
      ...[...townships.keys()].map(
        (township) =>
          [township, `361104${township}`, `乡镇${township}`, 3, null] as [
            number,
            string,
            string,
            number,
            null,
          ],
      ),
      ...villages,
    ],
  });
}
