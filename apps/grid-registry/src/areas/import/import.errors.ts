import { DomainError } from '@lianxin/service-kit';

export class AreaFileUnusableError extends DomainError {
  readonly code = 'AREA_FILE_UNUSABLE';
  constructor(file: string, reason: string) {
    super(
      { en: `${file} is no file of areas: ${reason}.`, zh: `${file} 不是可用的行政区划文件。` },
      { file, reason },
    );
  }
}

/** `--strict`: one bad row and none is applied. */
export class AreaRowsRefusedError extends DomainError {
  readonly code = 'AREA_ROWS_REFUSED';
  constructor(badRowCount: number) {
    super(
      {
        en: `${badRowCount} rows cannot be used, so none was applied.`,
        zh: `有 ${badRowCount} 行不可用，未导入任何数据。`,
      },
      { badRowCount },
    );
  }
}
