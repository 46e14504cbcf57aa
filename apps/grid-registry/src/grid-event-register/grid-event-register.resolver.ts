import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { WordsOpener } from '../disclosures/words-opener.js';
import { RegisterWorkbook } from './register-workbook.js';
import { ExportGridEventRegisterInput } from './register.inputs.js';
import { RegisterFileModel } from './register.model.js';
import { GridEventRegisterService } from './register.service.js';
import type { RegisterPart } from './register.service.js';

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Resolver(() => RegisterFileModel)
export class GridEventRegisterResolver {
  constructor(
    private readonly commands: Commands,
    private readonly register: GridEventRegisterService,
    private readonly opener: WordsOpener,
    private readonly workbook: RegisterWorkbook,
  ) {}

  /** A repeat is an export like any other: it is recorded again. The record is committed before the file is made. */
  @Mutation(() => RegisterFileModel, {
    description:
      'Takes a part of the event register (导出事件台账) out as a spreadsheet: the events the caller may read, without personal data unless asked for. Recorded with its purpose.',
  })
  @Allow('export', 'GridEventRegister')
  async exportGridEventRegister(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExportGridEventRegisterInput,
  ): Promise<RegisterFileModel> {
    const exportId = uuidv7();
    const take = (tx: EntityManager): Promise<RegisterPart> =>
      this.register.exportGridEventRegister(tx, actor, exportId, input);
    const part = await this.commands.run(actor, {
      mutation: 'exportGridEventRegister',
      input,
      aggregateId: exportId,
      first: take,
      repeat: take,
    });
    const file = await this.workbook.write(part, input, await this.opener.openAll(part.words));
    const { rows, endCursor } = part;
    return {
      exportId,
      fileName: `grid-event-register-${input.areaCode}-${input.from}-${input.to}.xlsx`,
      mediaType: MEDIA_TYPE,
      content: file.toString('base64'),
      rowCount: rows.length,
      hasMore: endCursor !== null,
      endCursor,
    };
  }
}
