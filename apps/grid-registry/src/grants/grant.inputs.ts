import { Role, ROLES } from '@lianxin/access';
import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';

const titles = Object.entries(ROLES).map(([role, { titleEn, titleZh }]) => [
  role,
  { description: `${titleEn} (${titleZh})` },
]);
registerEnumType(Role, {
  name: 'Role',
  description: 'A post (岗位) that a person can hold; PERSON and SYSTEM are held without being given.',
  valuesMap: Object.fromEntries(titles) as Record<keyof typeof Role, { description: string }>,
});

@InputType({ description: 'A post to give.' })
export class GiveGrantInput extends CommandInput {
  @Field(() => ID, { description: 'The person: the subject of their tokens.' })
  subject: string;

  @Field(() => Role, { description: 'The post.' })
  role: Role;

  @Field({ description: 'Code of the area or grid the post is for.' })
  areaCode: string;

  @Field(() => ID, { nullable: true, description: 'The department, for its officers.' })
  departmentId?: string;

  @Field({ nullable: true, description: 'From when; now if left out.' })
  validFrom?: Date;

  @Field({ nullable: true, description: 'Until when; without end if left out.' })
  validUntil?: Date;
}

@InputType({ description: 'A post to take back.' })
export class RevokeGrantInput extends CommandInput {
  @Field(() => ID, { description: 'The grant.' })
  grantId: string;
}
