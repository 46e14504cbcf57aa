import { DomainError } from '@lianxin/service-kit';

export class FileRequestRefusedError extends DomainError {
  readonly code = 'FILE_REQUEST_REFUSED';
  constructor() {
    super({
      en: 'A file is read (GET, HEAD) or sent (HEAD, PATCH) at the path that a mutation gave.',
      zh: '请在接口返回的地址上读取（GET、HEAD）或上传（HEAD、PATCH）文件。',
    });
  }
}
