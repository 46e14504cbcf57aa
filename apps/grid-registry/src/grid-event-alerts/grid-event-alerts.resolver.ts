import { Access, Allow, CurrentActor, CurrentScope, SqlParameters } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, Clock, Commands, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ArgsType, Field, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentModel, toDepartmentModel } from '../departments/department.model.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import type { GridEventAlert } from './grid-event-alert.entity.js';
import {
  AcknowledgeGridEventAlertInput,
  GridEventAlertConnection,
  GridEventAlertModel,
  toGridEventAlertModel,
} from './grid-event-alert.model.js';
import { findAlerts, READABLE_ALERTS } from './grid-event-alerts.queries.js';
import { GridEventAlertsService } from './grid-event-alerts.service.js';

type Scope = LianxinContext['scope'];
const CURSOR = 'grid event alerts';

@ArgsType()
export class GridEventAlertsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only those of emergencies in this area or grid.' })
  areaCode?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that wait to be acknowledged, or only the others.',
  })
  isOpen?: boolean | null;
}

@Resolver(() => GridEventAlertModel)
export class GridEventAlertsResolver {
  constructor(
    private readonly access: Access,
    private readonly alerts: GridEventAlertsService,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly cursors: CursorSigner,
    private readonly events: GridEventsReader,
  ) {}

  @Query(() => GridEventAlertConnection, {
    description: 'The alerts of emergencies (突发事件告警) that the caller’s posts were told, newest first.',
  })
  @Allow('read', 'GridEventAlert')
  async gridEventAlerts(
    @Args() args: GridEventAlertsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<GridEventAlertModel>> {
    const first = checkPageSize(args.first);
    const after = this.cursors.verify(CURSOR, args.after);
    const parameters = new SqlParameters();
    const readable = this.access.filter(actor, READABLE_ALERTS, parameters);
    const page = { areaCode: args.areaCode ?? null, isOpen: args.isOpen ?? null, first, after };
    const rows = await scope.read((tx) => findAlerts(tx, page, { parameters, readable }));
    const cursorOf = (alert: GridEventAlert): string =>
      this.cursors.sign(CURSOR, [alert.raisedAt.toISOString(), alert.id]);
    const now = this.clock.now();
    const toNode = (alert: GridEventAlert): GridEventAlertModel => toGridEventAlertModel(alert, now);
    return toConnection(rows, { first, after: args.after, cursorOf, toNode });
  }

  @Mutation(() => GridEventAlertModel, {
    description: 'Acknowledges an alert (签收告警) for the duty post: from then on the words may be read.',
  })
  @Allow('acknowledge', 'GridEventAlert')
  async acknowledgeGridEventAlert(
    @CurrentActor() actor: Actor,
    @Args('input') input: AcknowledgeGridEventAlertInput,
  ): Promise<GridEventAlertModel> {
    const alert = await this.commands.run(actor, {
      mutation: 'acknowledgeGridEventAlert',
      input,
      aggregateId: input.alertId,
      first: (tx) => this.alerts.acknowledgeGridEventAlert(tx, actor, input.alertId),
      repeat: (tx, earlier) => this.alerts.get(tx, actor, earlier),
    });
    return toGridEventAlertModel(alert, this.clock.now());
  }

  @ResolveField(() => GridEventModel, {
    nullable: true,
    description: 'The emergency, where the caller may see it.',
  })
  async gridEvent(
    @Parent() alert: GridEventAlertModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel | null> {
    const event = await this.events.load(scope, actor, alert.gridEventId);
    return event && toGridEventModel(event);
  }

  @ResolveField(() => DepartmentModel, {
    nullable: true,
    description: 'The department that was alerted (告警部门); null for a level.',
  })
  async department(
    @Parent() alert: GridEventAlertModel,
    @CurrentScope() scope: Scope,
  ): Promise<DepartmentModel | null> {
    if (alert.departmentId === null) return null;
    const department = await scope.load('departments by id', alert.departmentId, departmentsOfIds);
    return department && toDepartmentModel(department);
  }
}
