import { DomainError } from '@lianxin/service-kit';

export class FileKeeperUnknownError extends DomainError {
  readonly code = 'FILE_KEEPER_UNKNOWN';
  constructor() {
    super({ en: 'No service of that name keeps files.', zh: '没有以此为名的服务保存文件。' });
  }
}

export class FileRequestRefusedError extends DomainError {
  readonly code = 'FILE_REQUEST_REFUSED';
  constructor() {
    super({
      en: 'A file is read (GET, HEAD) or sent (HEAD, PATCH) at the path that a mutation gave.',
      zh: '请在接口返回的地址上读取（GET、HEAD）或上传（HEAD、PATCH）文件。',
    });
  }
}
