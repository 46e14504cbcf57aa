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
import type { PartCode } from '../src/indicators/indicator.definitions.js';
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

export type Figures = Record<PartCode, [numerator: number, denominator: number]>;

/** The service with two townships of its county copied, fed and read by hand. */
export class AssessmentFixture {
  readonly copies: ConsumerRunner;
  readonly facts: ConsumerRunner;

  constructor(readonly service: TestService) {
    this.copies = this.runnerOf(ReplicasConsumer);
    this.facts = this.runnerOf(GridEventFactsConsumer);
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

  /** Numerator and denominator of each part of one area. */
  async figures(client: TestClient, area: { id: number }, question: Question = {}): Promise<Figures> {
    const [parts = []] = await this.parts(client, [area.id], question);
    return Object.fromEntries(
      parts.map((part) => [part.code, [part.numerator, part.denominator]]),
    ) as Figures;
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
