import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('OutsideAnswersFile', {
  description:
    'How the matters of another system stand, as a file for it (反馈文件). It holds numbers, states and times: nothing of persons.',
})
export class OutsideAnswersFileModel {
  @Field(() => ID, { description: 'The export, as the journal knows it.' })
  exportId: string;

  @Field({ description: 'A name for the file.' })
  fileName: string;

  @Field({ description: 'CSV in UTF-8 with a byte order mark, so that spreadsheets read the Chinese.' })
  content: string;

  @Field({ description: 'SHA-256 of the content, hexadecimal; the journal holds it too.' })
  digest: string;

  @Field(() => Int, { description: 'How many rows it has besides the header.' })
  rowCount: number;

  @Field(() => String, {
    nullable: true,
    description: 'Give it as `after` to go on; null for an empty file.',
  })
  endCursor: string | null;

  @Field({ description: 'Whether more rows follow.' })
  hasMore: boolean;
}
