import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ASSIGNMENT = `id answer isOpen isOverdue calledAt dueAt reportedAt doneAt releasedAt department { id }`;
export const ONE = `query ($id: ID!) { gridEvent(id: $id) { state level isOverdue department { id } jointResponse { ${ASSIGNMENT} } } }`;
export const LIST = `query ($departmentId: ID, $areaCode: String, $isOpen: Boolean, $isOverdue: Boolean, $after: String, $first: Int = 100) {
  jointResponseAssignments(departmentId: $departmentId, areaCode: $areaCode, isOpen: $isOpen, isOverdue: $isOverdue, after: $after, first: $first) {
    edges { node { answer department { id } gridEvent { id } } } pageInfo { hasNextPage endCursor } } }`;
export const TASK = '抢修路灯线路';
export const NOTE = { note: '请各单位到场' };
export const NOW = '2026-03-02T02:00:00.000Z';

export interface Assignment {
  readonly answer: string;
  readonly isOpen: boolean;
  readonly isOverdue: boolean;
  readonly dueAt: string;
  readonly reportedAt: string | null;
  readonly doneAt: string | null;
  readonly department: { readonly id: string };
}

export interface Listed {
  readonly jointResponseAssignments: {
    readonly edges: readonly {
      readonly node: { readonly answer: string; readonly gridEvent: { readonly id: string } | null };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

type Fields = Record<string, unknown>;

export interface SeenEvent {
  readonly state: string;
  readonly level: string;
  readonly department: unknown;
  readonly jointResponse: readonly Assignment[];
}

/** A county with a second department that has two officers, and the ways of a call. */
export class JointResponseStage {
  private constructor(
    readonly place: Place,
    readonly waterId: string,
    readonly water: TestClient,
    readonly waterColleague: TestClient,
  ) {}

  static async start(): Promise<JointResponseStage> {
    const place = await startGridRegistry();
    const waterId = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'water', '水利局', '${COUNTY}', '{HAZARD}')`,
      [waterId],
    );
    const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: waterId };
    const [water, colleague] = [await place.service.signIn(post), await place.service.signIn(post)];
    return new JointResponseStage(place, waterId, water, colleague);
  }

  async reported(over: Fields = {}): Promise<string> {
    const { id } = await take(this.place.worker, 'report', aReport(over));
    return id;
  }

  /** Accepted, and in hand at the township. */
  async inHand(over: Fields = {}): Promise<string> {
    const gridEventId = await this.reported(over);
    if (over['kind'] !== 'EMERGENCY')
      await take(this.place.villageOfficer, 'escalate', { gridEventId, ...NOTE });
    await take(this.place.township, 'accept', { gridEventId });
    return gridEventId;
  }

  both(): Fields[] {
    return [{ departmentId: this.place.departmentId, task: TASK }, { departmentId: this.waterId }];
  }

  call(gridEventId: string, departments = this.both()): Promise<EventAnswer> {
    return take(this.place.township, 'callJointResponse', { gridEventId, departments, ...NOTE });
  }

  async called(over: Fields = {}): Promise<string> {
    const id = await this.inHand(over);
    await this.call(id);
    return id;
  }

  async look(who: TestClient, id: string): Promise<SeenEvent> {
    return (await who.get<{ gridEvent: SeenEvent }>(ONE, { id })).gridEvent;
  }

  async partOf(id: string, departmentId: string): Promise<Assignment[]> {
    const { jointResponse } = await this.look(this.place.township, id);
    return jointResponse.filter(({ department }) => department.id === departmentId);
  }

  async listed(who: TestClient, variables: Fields): Promise<(string | undefined)[]> {
    const { jointResponseAssignments } = await who.get<Listed>(LIST, variables);
    return jointResponseAssignments.edges.map(({ node }) => node.gridEvent?.id);
  }
}
