import { DomainError } from '@lianxin/service-kit';

const GRID_NUMBER = /^\d{3}$/;

export class GridElsewhereError extends DomainError {
  readonly code = 'GRID_ELSEWHERE';
  constructor() {
    super({ en: 'The grid lies in another village.', zh: '所填网格不属于该村（社区）。' });
  }
}

/** A grid by its number in the village: villages change codes, and their grids with them. @throws GridElsewhereError */
export function checkedGridNumber(villageCode: string, gridCode: string | null | undefined): string | null {
  if (gridCode === undefined || gridCode === null) return null;
  const number = gridCode.slice(villageCode.length);
  if (!gridCode.startsWith(villageCode) || !GRID_NUMBER.test(number)) throw new GridElsewhereError();
  return number;
}
