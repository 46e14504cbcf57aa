import { Role } from '@lianxin/access';
import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { AccessGrant } from './grant.entity.js';

@ObjectType('Grant', { description: 'A post (岗位) somebody holds at a place for a time.' })
export class GrantModel {
  @Field(() => ID, {
    description: 'Its id: give it as the header lianxin-acting-grant to act under this post.',
  })
  id: string;

  @Field(() => ID, { description: 'The person who holds it.' })
  subject: string;

  @Field(() => Role, { description: 'The post.' })
  role: Role;

  @Field({ description: 'Code of the area or grid it is for.' })
  areaCode: string;

  @Field(() => ID, { nullable: true, description: 'The department, for its officers.' })
  departmentId: string | null;

  @Field({ description: 'From when.' })
  validFrom: Date;

  @Field(() => Date, { nullable: true, description: 'Until when; null is without end.' })
  validUntil: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was taken back.' })
  revokedAt: Date | null;
}

export const GrantConnection = connectionOf(GrantModel, 'Grant');

export function toGrantModel(grant: AccessGrant): GrantModel {
  const { id, subject, role, areaCode, departmentId, validFrom, validUntil, revokedAt } = grant;
  return { id, subject, role, areaCode, departmentId, validFrom, validUntil, revokedAt };
}
