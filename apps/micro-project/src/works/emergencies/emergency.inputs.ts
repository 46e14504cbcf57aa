import { Field, InputType } from '@nestjs/graphql';
import { ProjectStepInput } from '../../project-commands/project.inputs.js';
import type { SkippableStep } from '../../projects/entity/project.row.js';
import { SkippableStepEnum } from '../../projects/project.enums.js';

@InputType({ description: 'Work that cannot wait, e.g. after a natural disaster (应急先行), S0-21.' })
export class StartInEmergencyInput extends ProjectStepInput {
  @Field(() => [SkippableStepEnum], { description: 'What is skipped (先行的环节); the decision cannot be.' })
  skipped: SkippableStep[];

  @Field({ description: 'Why it cannot wait (应急理由). Will be published: name no person.' })
  reason: string;
}
