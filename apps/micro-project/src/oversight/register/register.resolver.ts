import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { writeRegister } from './register-workbook.js';
import { ExportProjectRegisterInput, RegisterFileModel } from './register.model.js';
import { RegisterService } from './register.service.js';
import type { RegisterPart } from './register.service.js';

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Resolver(() => RegisterFileModel)
export class RegisterResolver {
  constructor(
    private readonly commands: Commands,
    private readonly register: RegisterService,
  ) {}

  /** A repeat is an export like any other: it is recorded again. The record is committed before the file is made. */
  @Mutation(() => RegisterFileModel, {
    description:
      'Takes a part of the project register and the table of money (导出微小事台账) out as a spreadsheet: the projects the caller may read, without anything personal. Recorded with its purpose.',
  })
  @Allow('export', 'MicroProjectRegister')
  async exportProjectRegister(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExportProjectRegisterInput,
  ): Promise<RegisterFileModel> {
    const exportId = uuidv7();
    const take = (tx: EntityManager): Promise<RegisterPart> =>
      this.register.exportProjectRegister(tx, actor, exportId, input);
    const part = await this.commands.run(actor, {
      ...{ mutation: 'exportProjectRegister', input, aggregateId: exportId },
      first: take,
      repeat: take,
    });
    const file = await writeRegister(part, input);
    return {
      exportId,
      fileName: `micro-project-register-${input.areaCode}-${input.from}-${input.to}.xlsx`,
      mediaType: MEDIA_TYPE,
      content: file.toString('base64'),
      rowCount: part.rows.length,
      hasMore: part.endCursor !== null,
      endCursor: part.endCursor,
    };
  }
}
