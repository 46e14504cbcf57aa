import { Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { checkPageSize, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { ProjectModel } from '../projects/project.model.js';
import { AccountConnection, AccountModel, toAccountModel } from './account.model.js';
import { findAccounts } from './accounts.queries.js';
import type { PublishedAccount } from './accounts.queries.js';
import { EndMicroProjectRetentionInput, PublishMicroProjectAuditInput } from './audit.inputs.js';
import { AuditsService } from './audits.service.js';

const CURSOR = 'published-accounts';

@Resolver(() => AccountModel)
export class AuditsResolver {
  constructor(
    private readonly areas: AreaReplica,
    private readonly audits: AuditsService,
    private readonly commands: ProjectCommands,
    private readonly cursors: CursorSigner,
  ) {}

  @Mutation(() => ProjectModel, {
    description: 'Publishes the audit and the final account of a project (审计决算公开).',
  })
  @Allow('publishAudit', 'MicroProject')
  publishMicroProjectAudit(
    @CurrentActor() actor: Actor,
    @Args('input') input: PublishMicroProjectAuditInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'publishMicroProjectAudit', input },
      work: (tx) => this.audits.publishMicroProjectAudit(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, {
    description: 'Settles what stood back until the warranty was over (质保金结清).',
  })
  @Allow('endRetention', 'MicroProject')
  endMicroProjectRetention(
    @CurrentActor() actor: Actor,
    @Args('input') input: EndMicroProjectRetentionInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'endMicroProjectRetention', input },
      work: (tx) => this.audits.endMicroProjectRetention(tx, actor, input),
    });
  }

  @Query(() => AccountConnection, {
    description:
      'What the small public works of an area cost and are good for (审计决算公开), newest first. Needs no sign-in.',
  })
  @Public()
  async publishedAccounts(
    @Args('areaCode', { description: 'Code of a village, township or county.' }) areaCode: string,
    @Args() { first, after }: PageArgs,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<Connection<AccountModel>> {
    const page = { first: checkPageSize(first), after: this.cursors.verify(CURSOR, after) };
    const rows = await scope.read(async (tx) => {
      const { code } = await this.areas.getByCode(tx, areaCode);
      return findAccounts(tx, code, page);
    });
    const cursorOf = ({ publishedAt, projectId }: PublishedAccount): string =>
      this.cursors.sign(CURSOR, [publishedAt.toISOString(), projectId]);
    return toConnection(rows, { first, after, cursorOf, toNode: toAccountModel });
  }
}
