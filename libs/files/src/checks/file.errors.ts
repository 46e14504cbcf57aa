import { DomainError } from '@lianxin/service-kit';

/** What the content is decides, never its name: a script named .jpg is a script. */
export class FileTypeRefusedError extends DomainError {
  readonly code = 'FILE_TYPE_REFUSED';
  constructor(detected: string | null) {
    super(
      {
        en: 'By its content this is no JPEG, PNG, WebP, PDF, DOCX or XLSX file.',
        zh: '文件内容不是 JPEG、PNG、WebP、PDF、DOCX 或 XLSX 格式。',
      },
      { detected },
    );
  }
}

/** Photographs of some telephones: this platform cannot take the place they were taken at out of them. */
export class HeicNotSupportedError extends DomainError {
  readonly code = 'HEIC_NOT_SUPPORTED';
  constructor() {
    super({
      en: 'HEIC photographs cannot be taken; set the camera to JPEG ("most compatible").',
      zh: '暂不支持 HEIC 照片，请将相机格式设为 JPEG（“兼容性最佳”）。',
    });
  }
}

export class FileTooLargeError extends DomainError {
  readonly code = 'FILE_TOO_LARGE';
  constructor(maxBytes: number) {
    super(
      { en: `A file may have up to ${maxBytes} bytes.`, zh: `文件最大为 ${maxBytes} 字节。` },
      { maxBytes },
    );
  }
}

export class ImageTooLargeError extends DomainError {
  readonly code = 'IMAGE_TOO_LARGE';
  constructor(maxPixels: number) {
    super(
      { en: `An image may have up to ${maxPixels} pixels.`, zh: `图片最多 ${maxPixels} 像素。` },
      { maxPixels },
    );
  }
}

export class FileDamagedError extends DomainError {
  readonly code = 'FILE_DAMAGED';
  constructor(mediaType: string) {
    super({ en: 'The file is damaged or incomplete.', zh: '文件已损坏或不完整。' }, { mediaType });
  }
}

export type ArchiveFault = 'ENTRIES' | 'BYTES' | 'PIXELS' | 'RATIO' | 'NESTED' | 'ENCRYPTED' | 'TIME';

/** An archive that unpacks to more than it may, or is made so that nobody can tell before. */
export class ArchiveRefusedError extends DomainError {
  readonly code = 'ARCHIVE_REFUSED';
  constructor(fault: ArchiveFault) {
    super(
      {
        en: 'The document unpacks to more than is allowed, or hides what it holds.',
        zh: '文档解压后超出限制，或隐藏了内容。',
      },
      { fault },
    );
  }
}

export type ActiveContent =
  | 'MACROS'
  | 'EMBEDDED_FILES'
  | 'EXTERNAL_TEMPLATE'
  | 'SCRIPT'
  | 'LAUNCH'
  | 'FORM'
  | 'MEDIA'
  | 'ENCRYPTED'
  | 'HIDDEN';

export class ActiveContentError extends DomainError {
  readonly code = 'ACTIVE_CONTENT';
  constructor(found: ActiveContent) {
    super(
      {
        en: 'The document holds macros, scripts, embedded files or is encrypted; save it without.',
        zh: '文档含有宏、脚本、嵌入文件或已加密，请去除后再上传。',
      },
      { found },
    );
  }
}

export class FileChecksBusyError extends DomainError {
  readonly code = 'FILE_CHECKS_BUSY';
  constructor() {
    super({
      en: 'Many files are being checked; try again in a moment, nothing is lost.',
      zh: '正在检查的文件较多，请稍后重试，已上传内容不会丢失。',
    });
  }
}
