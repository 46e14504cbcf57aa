import { ATTACHMENT_PURPOSES } from '@lianxin/contracts';
import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RevealPurpose } from '../disclosures/disclosure.model.js';
import { enumOf } from '../enum-of.js';
import { RevealPurposeEnum } from '../grid-events/grid-event.enums.js';
import { SlipCommandInput } from '../grid-event-reports/slips/slip-commands.js';
import type { AttachmentPurpose } from './attachment-purposes.js';
import type { Attachment } from './attachments.queries.js';

export const AttachmentPurposeEnum = enumOf(ATTACHMENT_PURPOSES);
registerEnumType(AttachmentPurposeEnum, {
  name: 'AttachmentPurpose',
  description: 'What a file shows (附件用途).',
  valuesMap: {
    REPORT: { description: 'The matter, as its reporter saw it (上报).' },
    HANDLING: { description: 'The work, by whoever has it in hand (办理).' },
    VERIFICATION: { description: 'What verification found (核查).' },
    RESULT: { description: 'The result, for the reporter (结果反馈).' },
  },
});

@ObjectType('GridEventAttachment', {
  description: 'A file of an event (附件). What it holds is read by revealGridEventAttachment alone.',
})
export class AttachmentModel {
  @Field(() => ID, { description: 'Its id: that of the upload it came by.' })
  id: string;

  @Field(() => AttachmentPurposeEnum, { description: 'What it shows (附件用途).' })
  purpose: AttachmentPurpose;

  @Field({ description: 'What it is by its content, e.g. image/jpeg (文件类型).' })
  mediaType: string;

  @Field(() => Int, { description: 'Its size in bytes, as it is kept (文件大小).' })
  bytes: number;

  @Field({ description: 'When it was added (添加时间).' })
  addedAt: Date;

  @Field({ description: 'By which post; never who (添加岗位).' })
  role: string;

  @Field({ description: 'SHA-256 of the stored ciphertext, hexadecimal, as the journal has it (密文摘要).' })
  digest: string;
}

export const toAttachmentModel = (attachment: Attachment): AttachmentModel => ({
  id: attachment.id,
  purpose: attachment.purpose,
  mediaType: attachment.mediaType,
  bytes: attachment.bytes,
  addedAt: attachment.addedAt,
  role: attachment.addedRole,
  digest: attachment.digest,
});

@ObjectType('GridEventAttachmentUpload', {
  description:
    'An upload that was begun (附件上传). Its bytes are sent by tus 1.0: HEAD and PATCH at uploadPath.',
})
export class AttachmentUploadModel {
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

@ObjectType('RevealedAttachment', { description: 'Where a file can be read for a short while (附件查看).' })
export class RevealedAttachmentModel {
  @Field(() => ID, { description: 'The file.' })
  attachmentId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The path at the gateway where it is read; whoever has it can read it. Null if the person whom it is about was erased (下载地址).',
  })
  downloadPath: string | null;

  @Field({ description: 'A download begins before then (链接有效期).' })
  expiresAt: Date;
}

@InputType({
  description:
    'A file to add to an event (添加附件). Its name is not asked for: people write names of people there.',
})
export class BeginGridEventAttachmentInput extends CommandInput {
  @Field(() => ID, { description: 'The event.' })
  gridEventId: string;

  @Field(() => AttachmentPurposeEnum, { description: 'What it shows.' })
  purpose: AttachmentPurpose;

  @Field(() => Int, { description: 'Its size in bytes.' })
  bytes: number;
}

@InputType({ description: 'A file to add to the report of a slip (凭回执添加附件).' })
export class BeginGridEventAttachmentBySlipInput extends SlipCommandInput {
  @Field(() => Int, { description: 'Its size in bytes.' })
  bytes: number;
}

@InputType({ description: 'An upload, begun with this slip, all of whose bytes have arrived (完成上传).' })
export class CompleteGridEventAttachmentBySlipInput extends SlipCommandInput {
  @Field(() => ID, { description: 'The upload.' })
  uploadId: string;
}

@InputType({ description: 'An upload all of whose bytes have arrived (完成上传).' })
export class CompleteGridEventAttachmentInput extends CommandInput {
  @Field(() => ID, { description: 'The upload.' })
  uploadId: string;
}

@InputType({
  description: 'Which file to see, and what for. The look is recorded before anything is answered.',
})
export class RevealGridEventAttachmentInput extends CommandInput {
  @Field(() => ID, { description: 'The file.' })
  attachmentId: string;

  @Field(() => RevealPurposeEnum, { description: 'What for.' })
  purpose: RevealPurpose;
}
