import { DOCUMENT_FORMS, DOCUMENT_PURPOSES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Document, DocumentForm, DocumentPurpose } from '../documents/documents.queries.js';
import { enumOf } from '../enum-of.js';

export const DocumentPurposeEnum = enumOf(DOCUMENT_PURPOSES);
registerEnumType(DocumentPurposeEnum, {
  name: 'DocumentPurpose',
  description: 'What a document shows (材料类别), S0-24.',
  valuesMap: {
    MINUTES: { description: 'Minutes of a meeting (会议纪要).' },
    DESIGN: { description: 'A design or an engineering review (设计、工程评审).' },
    BUDGET: { description: 'A budget (预算).' },
    NOTICE: { description: 'A posted notice (公示); open to everybody once posted.' },
    CONTRACT: { description: 'A contract (合同).' },
    COMPARISON: { description: 'What was compared to choose who carries it out (比选材料).' },
    PROGRESS: { description: 'The work under way (施工过程).' },
    VOUCHER: { description: 'A voucher or an invoice (凭证、发票).' },
    WAGE_LIST: { description: 'A list of wages (工资表).' },
    ACCEPTANCE: { description: 'An inspection (验收).' },
    SURVEY: {
      description:
        'The published result of a survey (满意度测评结果), never filled-in slips; open to everybody once the survey is closed.',
    },
    FINAL_ACCOUNT: { description: 'A final account (决算); open to everybody once published.' },
    AUDIT: { description: 'An audit (审计); open to everybody once published.' },
    CHECK: { description: 'A check (督查、自查).' },
    OTHER: { description: 'Something else (其他).' },
  },
});

export const DocumentFormEnum = enumOf(DOCUMENT_FORMS);
registerEnumType(DocumentFormEnum, {
  name: 'DocumentForm',
  description: 'Recorded, signed and sealed papers are told apart (材料形式), S0-24.',
  valuesMap: {
    RECORD: { description: 'A mere record (记录).' },
    SIGNED_SCAN: { description: 'A scan with signatures (签字扫描件).' },
    SEALED_SCAN: { description: 'A scan with an official seal (盖章扫描件).' },
  },
});

@ObjectType('MicroProjectDocument', {
  description:
    'A document of the archive (归档材料). What it holds is read by openMicroProjectDocument alone.',
})
export class DocumentModel {
  @Field(() => ID, { description: 'Its id: that of the upload it came by.' })
  id: string;

  @Field(() => DocumentPurposeEnum, { description: 'What it shows (材料类别).' })
  purpose: DocumentPurpose;

  @Field(() => DocumentFormEnum, { description: 'Recorded, signed or sealed (材料形式).' })
  form: DocumentForm;

  @Field({ description: 'What it is by its content, e.g. application/pdf (文件类型).' })
  mediaType: string;

  @Field(() => Int, { description: 'Its size in bytes, as it is kept (文件大小).' })
  bytes: number;

  @Field({ description: 'When it was added (归档时间).' })
  addedAt: Date;

  @Field({ description: 'By which post; never who (归档岗位).' })
  role: string;

  @Field({ description: 'SHA-256 of the stored ciphertext, hexadecimal, as the journal has it (密文摘要).' })
  digest: string;
}

export const toDocumentModel = (document: Document): DocumentModel => ({
  id: document.id,
  purpose: document.purpose,
  form: document.form,
  mediaType: document.mediaType,
  bytes: document.bytes,
  addedAt: document.addedAt,
  role: document.addedRole,
  digest: document.digest,
});

@ObjectType('MicroProjectDocumentUpload', {
  description:
    'An upload that was begun (材料上传). Its bytes are sent by tus 1.0: HEAD and PATCH at uploadPath.',
})
export class DocumentUploadModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field({
    description: 'The path at the gateway where the bytes are sent; whoever has it can send them (上传地址).',
  })
  uploadPath: string;

  @Field(() => Int, { description: 'How many bytes were announced (申报大小).' })
  bytes: number;

  @Field(() => Int, { description: 'How many have arrived: where to go on after a cut (已上传字节数).' })
  offset: number;

  @Field({ description: 'What has not been completed by then is removed (过期时间).' })
  expiresAt: Date;
}

@ObjectType('OpenedMicroProjectDocument', {
  description: 'Where a document can be read for a short while (材料查阅).',
})
export class OpenedDocumentModel {
  @Field(() => ID, { description: 'The document.' })
  documentId: string;

  @Field(() => String, {
    description: 'The path at the gateway where it is read; whoever has it can read it (下载地址).',
  })
  downloadPath: string;

  @Field({ description: 'A download begins before then (链接有效期).' })
  expiresAt: Date;
}

@InputType({
  description:
    'A document to add to the archive of a project, or to that of an area, e.g. minutes of a meeting about several matters.',
})
export class BeginMicroProjectDocumentInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'The project that it belongs to; else areaCode.' })
  projectId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the village, township or county that it belongs to; else projectId.',
  })
  areaCode?: string;

  @Field(() => DocumentPurposeEnum, { description: 'What it shows.' })
  purpose: DocumentPurpose;

  @Field(() => DocumentFormEnum, { description: 'Recorded, signed or sealed.' })
  form: DocumentForm;

  @Field(() => Int, { description: 'Its size in bytes.' })
  bytes: number;
}

@InputType({ description: 'An upload all of whose bytes have arrived (完成上传).' })
export class CompleteMicroProjectDocumentInput extends CommandInput {
  @Field(() => ID, { description: 'The upload.' })
  uploadId: string;
}

@InputType({ description: 'Which document to read. The look is recorded before anything is answered.' })
export class OpenMicroProjectDocumentInput extends CommandInput {
  @Field(() => ID, { description: 'The document.' })
  documentId: string;
}
