import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { ExportOutsideAnswersInput } from './outside-answer.inputs.js';
import { OutsideAnswersFileModel } from './outside-answer.model.js';
import { OutsideAnswersService } from './outside-answers.service.js';

@Resolver(() => OutsideAnswersFileModel)
export class OutsideAnswersResolver {
  constructor(
    private readonly commands: Commands,
    private readonly answers: OutsideAnswersService,
  ) {}

  @Mutation(() => OutsideAnswersFileModel, {
    description:
      'Writes a file of how the matters of 12345, 110 and others stand (外部编号反馈导出); recorded with its purpose. A repeat writes it again as things stand by then.',
  })
  @Allow('export', 'OutsideAnswer')
  exportOutsideAnswers(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExportOutsideAnswersInput,
  ): Promise<OutsideAnswersFileModel> {
    const id = uuidv7();
    return this.commands.run(actor, {
      mutation: 'exportOutsideAnswers',
      input,
      aggregateId: id,
      first: (tx) => this.answers.exportOutsideAnswers(tx, actor, input, { id, isRepeat: false }),
      repeat: (tx, earlier) =>
        this.answers.exportOutsideAnswers(tx, actor, input, { id: earlier, isRepeat: true }),
    });
  }
}
