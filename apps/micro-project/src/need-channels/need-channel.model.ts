import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, ObjectType } from '@nestjs/graphql';

@ObjectType('NeedChannel', { description: 'A way by which needs are collected (征集渠道), S0-08.' })
export class NeedChannelModel {
  @Field({ description: 'What a need names it by (代码).' })
  code: string;

  @Field({ description: 'Its English name.' })
  nameEn: string;

  @Field({ description: 'Its Chinese name (名称).' })
  nameZh: string;
}

@InputType({ description: 'One more way by which needs are collected. It stays for good.' })
export class AddNeedChannelInput extends CommandInput {
  @Field({ description: 'Capital letters, digits and underscores, at most 40 (代码).' })
  code: string;

  @Field({ description: 'Its English name.' })
  nameEn: string;

  @Field({ description: 'Its Chinese name (名称).' })
  nameZh: string;
}
