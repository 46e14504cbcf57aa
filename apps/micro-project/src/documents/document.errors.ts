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
