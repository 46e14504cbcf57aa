import { policyRegistry } from '@lianxin/policy';
import type { PolicyDefinition, PolicyOverride } from '@lianxin/policy';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType('PolicyOverride', { description: 'Another value of a policy for an area and all inside it.' })
export class PolicyOverrideModel {
  @Field(() => ID, { description: 'Its id: a decision that used it stores override:<id>.' })
  id: string;

  @Field({ description: 'The policy.' })
  policyKey: string;

  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field({ description: 'The value as JSON.' })
  valueJson: string;

  @Field({ description: 'Day (YYYY-MM-DD) from which it holds.' })
  effectiveFrom: string;
}

@ObjectType('Policy', { description: 'A regulation value (政策参数): dated, with its source.' })
export class PolicyModel {
  @Field({ description: 'Its key.' })
  key: string;

  @Field({ description: 'What it is, in English.' })
  descriptionEn: string;

  @Field({ description: 'What it is, in Chinese (说明).' })
  descriptionZh: string;

  @Field({ description: 'The rule it comes from, or "ours" where the sources are silent.' })
  source: string;

  @Field({ description: 'The value in force for the area asked about, as JSON.' })
  valueJson: string;

  @Field({ description: 'Version of that value: what a decision stores.' })
  version: string;
}

export const POLICIES: readonly PolicyDefinition[] = policyRegistry;

export const toPolicyOverrideModel = ({
  overrideId,
  value,
  policyKey,
  areaCode,
  effectiveFrom,
}: PolicyOverride): PolicyOverrideModel => ({
  id: overrideId,
  policyKey,
  areaCode,
  effectiveFrom,
  valueJson: JSON.stringify(value),
});
