import { DomainError } from '@lianxin/service-kit';

/** What a step rests on is shown by a document of that kind, of that place, already in the archive. */
export class DocumentUnfitError extends DomainError {
  readonly code = 'DOCUMENT_UNFIT';
  constructor(purpose: string) {
    super(
      {
        en: 'The document named is not in the archive here, or is not of the kind that this step needs.',
        zh: '所引用的材料不在本地档案中，或不符合本环节所需的材料类别及形式。',
      },
      { purpose },
    );
  }
}

export class DocumentPlaceError extends DomainError {
  readonly code = 'DOCUMENT_PLACE';
  constructor() {
    super({
      en: 'A document belongs either to a project or to an area.',
      zh: '材料须归属一个项目或一个区域，二者填其一。',
    });
  }
}

export class TooManyDocumentsError extends DomainError {
  readonly code = 'TOO_MANY_DOCUMENTS';
  constructor(maxCount: number) {
    super(
      {
        en: `There may be up to ${maxCount} documents in this archive.`,
        zh: `该档案最多可存 ${maxCount} 份材料。`,
      },
      { maxCount },
    );
  }
}

export class DocumentsTooLargeError extends DomainError {
  readonly code = 'DOCUMENTS_TOO_LARGE';
  constructor(maxBytes: number) {
    super(
      {
        en: `The documents of this archive may have up to ${maxBytes} bytes together.`,
        zh: `该档案材料总大小不超过 ${maxBytes} 字节。`,
      },
      { maxBytes },
    );
  }
}
