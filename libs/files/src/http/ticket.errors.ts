import { DomainError } from '@lianxin/service-kit';

export class FileTicketInvalidError extends DomainError {
  readonly code = 'FILE_TICKET_INVALID';
  constructor() {
    super({ en: 'This link was not issued here.', zh: '该链接不是由本平台签发的。' });
  }
}

export class FileTicketExpiredError extends DomainError {
  readonly code = 'FILE_TICKET_EXPIRED';
  constructor() {
    super({ en: 'This link is no longer valid; ask for another.', zh: '链接已失效，请重新获取。' });
  }
}

export class UploadRequestError extends DomainError {
  readonly code = 'UPLOAD_REQUEST_MALFORMED';
  constructor(header: string) {
    super(
      { en: `The header ${header} is missing or malformed.`, zh: `请求头 ${header} 缺失或格式不正确。` },
      { header },
    );
  }
}

export class RangeNotSatisfiableError extends DomainError {
  readonly code = 'RANGE_NOT_SATISFIABLE';
  constructor(readonly bytes: number) {
    super({ en: `The file has ${bytes} bytes.`, zh: `文件大小为 ${bytes} 字节。` }, { bytes });
  }
}
