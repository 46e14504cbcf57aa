import type { EventConsumer } from '@lianxin/journal';
import { EventTraffic } from '@lianxin/journal';
import type { ConsumerRunner, IncomingMessage } from '@lianxin/journal';
import { ReplicasConsumer } from '@lianxin/replicas';
import { startTestService } from '@lianxin/testing';
import type { ServiceDefinition, TestClient, TestService } from '@lianxin/testing';
import type { Type } from '@nestjs/common';
import { createAppModule } from '../src/app.module.js';
import { database } from '../src/data-source.js';
import { GridEventFactsConsumer } from '../src/grid-event-facts/grid-event-facts.consumer.js';
import { EVENT_PARTS, PART_CODES } from '../src/indicators/indicator.definitions.js';
import type { EventPart, PartCode } from '../src/indicators/indicator.definitions.js';
import { MicroProjectFactsConsumer } from '../src/micro-project-facts/micro-project-facts.consumer.js';
import { anAreasImport } from './area.builder.js';

const INDICATORS = `query ($areas: [_Any!]!, $year: Int!, $asOf: DateTime) {
  _entities(representations: $areas) {
    ... on Area { id indicators(year: $year, asOf: $asOf) {
      code year asOf parts { code numerator denominator ratio notApplicableBecause minimumSample policyVersion } } } }
}`;

export interface Part {
  readonly code: PartCode;
  readonly numerator: number;
  readonly denominator: number;
  readonly ratio: number | null;
  readonly notApplicableBecause: string | null;
  readonly minimumSample: number | null;
  readonly policyVersion: string | null;
}

interface Answer {
  readonly _entities: { id: string; indicators: { code: string; asOf: string; parts: Part[] }[] }[];
}

export interface Question {
  readonly year?: number;
  readonly asOf?: string;
}

type Counts<Code extends PartCode> = Record<Code, [numerator: number, denominator: number]>;
/** Of grid events: O5 and O6. */
export type Figures = Counts<EventPart>;
export type ProjectFiguresCode = Exclude<PartCode, EventPart>;
/** Of micro-projects: M1 to M6. */
export type ProjectFigures = Counts<ProjectFiguresCode>;

export const PROJECT_FIGURES = PART_CODES.filter(
  (code): code is ProjectFiguresCode => !(EVENT_PARTS as readonly PartCode[]).includes(code),
);

/** Every table from which an indicator is counted. */
export const COUNTED_TABLES = [
  ...['grid_event_fact', 'indicator_tally', 'open_deadline', 'micro_project_standing', 'micro_project_fact'],
  ...['participation', 'met_duty', 'plan_approval', 'closed_plan_item'],
].join(', ');

/** The service with two townships of its county copied, fed and read by hand. */
export class AssessmentFixture {
  readonly copies: ConsumerRunner;
  readonly facts: ConsumerRunner;
  readonly projects: ConsumerRunner;

  constructor(readonly service: TestService) {
    this.copies = this.runnerOf(ReplicasConsumer);
    this.facts = this.runnerOf(GridEventFactsConsumer);
    this.projects = this.runnerOf(MicroProjectFactsConsumer);
  }

  static async start(
    townships: ReadonlyMap<number, number> = new Map([
      [100, 2],
      [111, 3],
    ]),
    override?: ServiceDefinition['override'],
  ): Promise<AssessmentFixture> {
    const definition = {
      name: 'assessment',
      database,
      createModule: createAppModule,
      ...(override && { override }),
    };
    const fixture = new AssessmentFixture(await startTestService(definition));
    await fixture.copies.deliver([anAreasImport(townships)]);
    return fixture;
  }

  deliver(...messages: IncomingMessage[]): Promise<void> {
    return this.facts.deliver(messages);
  }

  deliverProjects(...messages: IncomingMessage[]): Promise<void> {
    return this.projects.deliver(messages);
  }

  ask(
    client: TestClient,
    areaIds: readonly number[],
    { year = 2026, asOf }: Question = {},
  ): ReturnType<TestClient['ask']> {
    return client.ask(INDICATORS, variablesOf(areaIds, year, asOf));
  }

  /** The parts of each area's indicators. */
  async parts(
    client: TestClient,
    areaIds: readonly number[],
    { year = 2026, asOf }: Question = {},
  ): Promise<Part[][]> {
    const answer = await client.get<Answer>(INDICATORS, variablesOf(areaIds, year, asOf));
    return answer._entities.map(({ indicators }) => indicators.flatMap(({ parts }) => parts));
  }

  /** Numerator and denominator of each part of one area that is counted from grid events. */
  figures(client: TestClient, area: { id: number }, question: Question = {}): Promise<Figures> {
    return this.counts(client, area, { ...question, of: EVENT_PARTS });
  }

  /** The same of micro-projects. */
  projectFigures(client: TestClient, area: { id: number }, question: Question = {}): Promise<ProjectFigures> {
    return this.counts(client, area, { ...question, of: PROJECT_FIGURES });
  }

  private async counts<Code extends PartCode>(
    client: TestClient,
    area: { id: number },
    { of, ...question }: Question & { of: readonly Code[] },
  ): Promise<Counts<Code>> {
    const [parts = []] = await this.parts(client, [area.id], question);
    return countsOf(parts, of);
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  private runnerOf(consumer: Type<EventConsumer>): ConsumerRunner {
    return this.service.app.get(EventTraffic).runnerOf(this.service.app.get(consumer));
  }
}

function variablesOf(areaIds: readonly number[], year: number, asOf?: string): Record<string, unknown> {
  const areas = areaIds.map((id) => ({ __typename: 'Area', id: String(id) }));
  return { areas, year, ...(asOf && { asOf: new Date(asOf).toISOString() }) };
}

/** Numerator and denominator of these parts, of those that were answered. */
export function countsOf<Code extends PartCode>(parts: readonly Part[], of: readonly Code[]): Counts<Code> {
  const wanted = parts.filter(({ code }) => (of as readonly PartCode[]).includes(code));
  return Object.fromEntries(
    wanted.map((part) => [part.code, [part.numerator, part.denominator]]),
  ) as Counts<Code>;
}
