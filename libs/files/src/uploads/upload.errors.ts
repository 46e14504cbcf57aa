import { DomainError } from '@lianxin/service-kit';

export class UploadExpiredError extends DomainError {
  readonly code = 'UPLOAD_EXPIRED';
  constructor(uploadId: string) {
    super(
      { en: 'This upload took too long; begin a new one.', zh: '上传已过期，请重新开始。' },
      { uploadId },
    );
  }
}

/** Not where the upload stands: the caller goes on from `offset`. */
export class UploadOffsetError extends DomainError {
  readonly code = 'UPLOAD_OFFSET_DIFFERS';
  constructor(offset: number) {
    super({ en: `The upload stands at byte ${offset}.`, zh: `上传已进行到第 ${offset} 字节。` }, { offset });
  }
}

export class UploadTooLongError extends DomainError {
  readonly code = 'UPLOAD_TOO_LONG';
  constructor(bytes: number) {
    super(
      { en: `The file was announced with ${bytes} bytes.`, zh: `文件申报大小为 ${bytes} 字节。` },
      { bytes },
    );
  }
}

/** Cut off: what has arrived is kept until the upload expires. */
export class UploadIncompleteError extends DomainError {
  readonly code = 'UPLOAD_INCOMPLETE';
  constructor(offset: number, bytes: number) {
    super(
      {
        en: `${offset} of ${bytes} bytes have arrived; go on from there.`,
        zh: `已收到 ${bytes} 字节中的 ${offset} 字节，请续传。`,
      },
      { offset, bytes },
    );
  }
}

export class UploadInTooManyPiecesError extends DomainError {
  readonly code = 'UPLOAD_IN_TOO_MANY_PIECES';
  constructor(maxPieces: number) {
    super(
      { en: `An upload may arrive in up to ${maxPieces} pieces.`, zh: `一次上传最多分 ${maxPieces} 段。` },
      { maxPieces },
    );
  }
}

export class UploadCompletedError extends DomainError {
  readonly code = 'UPLOAD_COMPLETED';
  constructor(uploadId: string) {
    super({ en: 'This upload is already completed.', zh: '该上传已完成。' }, { uploadId });
  }
}

export class FileEmptyError extends DomainError {
  readonly code = 'FILE_EMPTY';
  constructor() {
    super({ en: 'A file has at least one byte.', zh: '文件不能为空。' });
  }
}

export class TooManyUploadsError extends DomainError {
  readonly code = 'TOO_MANY_UPLOADS';
  constructor(max: number) {
    super(
      { en: `Complete one of your ${max} uploads first.`, zh: `请先完成已开始的 ${max} 个上传。` },
      { max },
    );
  }
}

export class FileStorageUnavailableError extends DomainError {
  readonly code = 'FILE_STORAGE_UNAVAILABLE';
  constructor() {
    super({
      en: 'Files cannot be reached at the moment; try again.',
      zh: '文件存储暂时不可用，请稍后重试。',
    });
  }
}
