import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType } from '@nestjs/graphql';

@InputType({ description: 'Another value of a policy for an area and all inside it.' })
export class OverridePolicyInput extends CommandInput {
  @Field({ description: 'The policy, e.g. grid-event.deadline.general.' })
  policyKey: string;

  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field({
    description: 'The value as JSON in the policy’s own shape; null lets the wider area’s value hold again.',
  })
  valueJson: string;

  @Field({ description: 'Day (YYYY-MM-DD) from which it holds: tomorrow at the earliest.' })
  effectiveFrom: string;
}
