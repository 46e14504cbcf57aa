import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { PROJECT_KINDS, PROJECT_STATES } from '@lianxin/contracts';
import { Yuan } from '../../money/yuan.scalar.js';
import type { Sums } from '../../project-tallies/project-tally.js';
import { ProjectKindEnum, ProjectStageEnum, ProjectStateEnum } from '../../projects/project.enums.js';
import type { ProjectKind } from '../../projects/entity/project.row.js';
import type { ProjectStage, ProjectState } from '../../projects/project.transitions.js';
import { partsBy, satisfactionOf, shareOf, stagesOf, totalOf } from './statistics.js';
import type { Share } from './statistics.js';
import type { OverdueCounts, TallyRow } from './statistics.queries.js';

@ObjectType('MicroProjectShare', { description: 'A share (比率) with what it is made of.' })
export class ShareModel implements Share {
  @Field(() => Int, { description: 'Numerator (分子).' })
  numerator: number;

  @Field(() => Int, { description: 'Denominator (分母).' })
  denominator: number;

  @Field(() => Float, { nullable: true, description: 'From 0 to 1 (比率); null without a denominator.' })
  ratio: number | null;
}

@ObjectType('MicroProjectStateCount', { description: 'How many projects stand in a state today.' })
export class StateCountModel {
  @Field(() => ProjectStateEnum, { description: 'The state (状态).' })
  state: ProjectState;

  @Field(() => Int, { description: 'How many (数量).' })
  count: number;
}

@ObjectType('MicroProjectKindCount', { description: 'How many projects are of a kind.' })
export class KindCountModel {
  @Field(() => ProjectKindEnum, { description: 'The kind (类别).' })
  kind: ProjectKind;

  @Field(() => Int, { description: 'How many (数量).' })
  count: number;
}

@ObjectType('MicroProjectStageFigures', {
  description: 'Projects of one stage and their money (分阶段统计).',
})
export class StageFiguresModel {
  @Field(() => ProjectStageEnum, { description: 'The stage (阶段).' })
  stage: ProjectStage;

  @Field(() => Int, { description: 'How many (数量).' })
  count: number;

  @Field(() => Yuan, { description: 'What they are to cost (预算).' })
  budgeted: number;

  @Field(() => Yuan, { description: 'What bodies promised (承诺金额).' })
  committed: number;

  @Field(() => Yuan, { description: 'What has been paid (已支付).' })
  paid: number;

  @Field(() => Yuan, { description: 'What final accounts came to (决算金额).' })
  settled: number;
}

@ObjectType('MicroProjectStatistics', {
  description: 'Projects proposed in a year (微小事统计), by where they stand today.',
})
export class ProjectStatisticsModel {
  @Field(() => Int, { description: 'How many were proposed (立项数).' })
  total: number;

  @Field(() => [StateCountModel], { description: 'By state (按状态); states without any are left out.' })
  byState: StateCountModel[];

  @Field(() => [StageFiguresModel], {
    description: 'By stage, with their money (按阶段); stages without any are left out.',
  })
  byStage: StageFiguresModel[];

  @Field(() => [KindCountModel], { description: 'By kind (按类别); kinds without any are left out.' })
  byKind: KindCountModel[];

  @Field(() => ShareModel, {
    description: 'Done by the day they were to be done ÷ done (按时完工率).',
  })
  onTime: ShareModel;

  @Field(() => ShareModel, {
    nullable: true,
    description: 'Satisfied ÷ all answers of surveys (满意率); null below the minimum sample.',
  })
  satisfaction: ShareModel | null;

  @Field(() => Int, {
    description: 'Submitted in whichever year, and not decided in time (审核超期): as of now.',
  })
  overdueReviews: number;

  @Field(() => Int, {
    description: 'Proposed in whichever year, and not done by their day (超期未完工): as of now.',
  })
  lateProjects: number;
}

export function toStatisticsModel(
  rows: readonly TallyRow[],
  overdue: OverdueCounts,
  minimumSample: number,
): ProjectStatisticsModel {
  const total = totalOf(rows);
  return {
    ...overdue,
    total: total.projects,
    byState: partsBy(rows, PROJECT_STATES, ({ state }) => state).map(({ name, sums }) => ({
      state: name,
      count: sums.projects,
    })),
    byKind: partsBy(rows, PROJECT_KINDS, ({ kind }) => kind).map(({ name, sums }) => ({
      kind: name,
      count: sums.projects,
    })),
    byStage: stagesOf(rows).map(({ name, sums }) => ({ stage: name, ...moneyOf(sums) })),
    onTime: shareOf(total.on_time, total.completed),
    satisfaction: satisfactionOf(total, minimumSample),
  };
}

const moneyOf = (sums: Sums): Omit<StageFiguresModel, 'stage'> => ({
  count: sums.projects,
  budgeted: sums.budget_fen,
  committed: sums.committed_fen,
  paid: sums.paid_fen,
  settled: sums.final_fen,
});
