import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, ArgsType, Directive, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventKindEnum } from '../grid-events/grid-event.enums.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { GridsService } from '../grids/grids.service.js';
import { GridEventFeed } from './grid-event-feed.js';

@Directive('@shareable')
@ObjectType('GridEventChange', { description: 'A step in the life of an event, with its place in the feed.' })
export class GridEventChangeModel {
  @Field({ description: 'Its place: give it as `after` to go on from here, in feed and subscription alike.' })
  cursor: string;

  @Field({ description: 'What happened, e.g. GridEventDispatched.' })
  transition: string;

  @Field({ description: 'When.' })
  at: Date;

  @Field({ description: 'By which post; never who.' })
  role: string;

  @Field(() => GridEventModel, { description: 'The event as it stands now.' })
  gridEvent: GridEventModel;
}

@ObjectType('GridEventFeed', { description: 'Changes after a cursor, in order.' })
export class GridEventFeedModel {
  @Field(() => [GridEventChangeModel], { description: 'In the order in which they happened.' })
  changes: GridEventChangeModel[];

  @Field({ description: 'Where to go on; it moves on even if nothing matched.' })
  endCursor: string;

  @Field({ description: 'Whether there is more to read at once.' })
  hasMore: boolean;

  @Field({
    description:
      'Names what decides what the caller sees here (受众标识): equal for two callers only if they see the same, another once it changes. Says nothing else.',
  })
  audience: string;
}

@ArgsType()
export class GridEventFeedArgs {
  @Field({ description: 'Code of the area or grid.' })
  areaCode: string;

  @Field(() => [GridEventCategoryEnum], { nullable: true, description: 'Only these categories.' })
  categories?: GridEventCategory[];

  @Field(() => [GridEventKindEnum], { nullable: true, description: 'Only these kinds.' })
  kinds?: GridEventKind[];

  @Field(() => String, {
    nullable: true,
    description: 'The cursor to go on from; without it the answer is the cursor of now.',
  })
  after?: string;

  @Field({
    defaultValue: false,
    description: 'Without a cursor: begin with the first change there ever was.',
  })
  fromBeginning: boolean = false;

  @Field(() => Int, { defaultValue: 20, description: 'How many at most.' })
  first: number = 20;
}

@Resolver(() => GridEventChangeModel)
export class GridEventFeedResolver {
  constructor(
    private readonly feed: GridEventFeed,
    private readonly grids: GridsService,
  ) {}

  @Query(() => GridEventFeedModel, {
    description:
      'Changes of events inside an area, resumable from any cursor (事件动态). Posts over an area or in a department show theirs; without such a post these are the own reports.',
  })
  @Allow('read', 'GridEvent')
  async gridEventFeed(
    @Args() args: GridEventFeedArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GridEventFeedModel> {
    await scope.read((tx) => this.grids.getPlace(tx, args.areaCode));
    const { areaCode, categories = null, kinds = null, after = null, fromBeginning, first } = args;
    const { changes, ...rest } = await this.feed.read(scope, actor, {
      areaCode,
      categories,
      kinds,
      after,
      isFromBeginning: fromBeginning,
      first,
    });
    return {
      ...rest,
      changes: changes.map(({ event, entryId: _entryId, ...change }) => ({
        ...change,
        gridEvent: toGridEventModel(event),
      })),
    };
  }
}
