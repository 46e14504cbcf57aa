import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('GridEventRegisterFile', {
  description: 'A part of the event register (事件台账) as a spreadsheet.',
})
export class RegisterFileModel {
  @Field(() => ID, { description: 'Under which the export is recorded (导出编号).' })
  exportId: string;

  @Field({ description: 'A name for the file (文件名).' })
  fileName: string;

  @Field({ description: 'Its media type: that of XLSX (媒体类型).' })
  mediaType: string;

  @Field({ description: 'The file in Base64 (文件内容).' })
  content: string;

  @Field(() => Int, { description: 'How many events are in it (行数).' })
  rowCount: number;

  @Field({ description: 'Whether there are more: ask again with `endCursor` (是否还有后续).' })
  hasMore: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where the next part begins; null if there is none (游标).',
  })
  endCursor: string | null;
}
