import { shanghaiDay } from '@lianxin/policy';
import type { Place } from './micro-project.fixture.js';
import {
  aDecision,
  type aProposal,
  aProposedProject,
  aSubmittedProject,
  ofTownship,
  take,
} from './project.builder.js';

type Proposal = Parameters<typeof aProposal>[0];

const isOfTownship = (terms: Record<string, unknown> = {}): boolean => Number(terms['budget'] ?? 0) >= 30_000;

/** Leaves no project behind, and nothing that hangs on one. */
export async function clearProjects({ service }: Pick<Place, 'service'>): Promise<void> {
  await service.sql('TRUNCATE project, envelope, objection_standing CASCADE');
}

/** Decides on what was submitted, today, at a meeting of the body whose amount it is. */
export async function decideToday(place: Place, projectId: string, over: Proposal = {}): Promise<void> {
  const heldOn = shanghaiDay(place.service.clock.now());
  const isAbove = isOfTownship(over.terms);
  const meeting = { heldOn, ...(isAbove && ofTownship(place)) };
  const decision = await aDecision(place, projectId, { meeting });
  await take(isAbove ? place.recorder : place.villageOfficer, 'decide', decision);
}

/** A project that is on notice since now; from 30,000 yuan on decided by the township. */
export async function aPostedProject(place: Place, over: Proposal = {}): Promise<string> {
  const id = await aSubmittedProject(place, over);
  await decideToday(place, id, over);
  await take(place.villageOfficer, 'postNotice', { projectId: id });
  return id;
}

/** A project that an emergency began, without a decision or a notice. */
export async function anEmergency(place: Place, over: Proposal = {}): Promise<string> {
  const id = await aProposedProject(place, over);
  const why = { skipped: ['DESIGN'], reason: '暴雨冲毁路基，须立即抢修' };
  await take(place.villageOfficer, 'startInEmergency', { projectId: id, ...why });
  return id;
}

const BOARD = `query ($areaCode: String!, $isPast: Boolean, $first: Int, $after: String) {
  publicNotices(areaCode: $areaCode, isPast: $isPast, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { id noticeId projectId title content place dueOn budget effect termsVersion postedAt endsAt standing
      isEmergency isAfterwards policyVersion decision { body areaCode heldOn } howToObject objectionChannel onwardChannel } } } }`;

export interface Notice {
  readonly id: string;
  readonly noticeId: string | null;
  readonly projectId: string;
  readonly endsAt: string | null;
  readonly standing: string;
  readonly policyVersion: string | null;
  readonly [field: string]: unknown;
}

export interface Board {
  readonly notices: Notice[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** The notice board as somebody without an account reads it. */
export async function board(
  { service }: Pick<Place, 'service'>,
  { headers, ...variables }: Record<string, unknown> & { headers?: Record<string, string> },
): Promise<Board> {
  const { publicNotices } = await service.client('', headers ?? {}).get<{
    publicNotices: {
      edges: { node: Notice }[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
  }>(BOARD, variables);
  return { notices: publicNotices.edges.map(({ node }) => node), ...publicNotices.pageInfo };
}
