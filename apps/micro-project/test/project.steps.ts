import { randomUUID } from 'node:crypto';
import type { Hearing } from '../src/projects/entity/project.decided.js';
import type { Project } from '../src/projects/entity/project.entity.js';
import type { TransitionName } from '../src/projects/project.transitions.js';

const HEARING: Hearing = {
  meeting: { body: 'VILLAGE_TWO_COMMITTEES', members: ['a', 'b', 'c'], present: ['a', 'b', 'c'] },
  heldOn: '2026-05-04',
  interests: { proposers: [], contractors: [], relations: [] },
  band: 'VILLAGE_DECIDES',
  resolutionId: randomUUID(),
};
const TERMS = { version: 2, title: '路灯', budgetFen: 900_000, dueOn: '2026-12-31' };
const SUBMISSION = {
  band: 'VILLAGE_DECIDES' as const,
  reviewDueAt: new Date('2026-05-11T15:59:59.999Z'),
  policyVersion: 'test',
};
const POSTING = { noticeId: randomUUID(), endsAt: new Date('2026-05-11T15:59:59.999Z') };
const CONTRACT = {
  id: randomUUID(),
  amountFen: 0,
  heldOn: '2026-05-04',
  isLet: true,
  resolutionId: randomUUID(),
};
const DECIDED = {
  band: 'VILLAGE_DECIDES',
  body: 'VILLAGE_TWO_COMMITTEES',
  policyVersion: 'test',
} as const;

type Step = (project: Project, at: Date) => void;

/** Each step with what it needs, so that nothing but the state can be in its way. */
export const STEPS_OF_A_PROJECT: Readonly<Record<Exclude<TransitionName, 'propose'>, Step>> = {
  revise: (project, at) => project.revise(TERMS, at),
  submit: (project, at) => project.submit(SUBMISSION, at),
  returnForRevision: (project, at) => project.returnForRevision(at),
  suspectSplitting: (project, at) => project.suspectSplitting(at),
  judgeSplitting: (project, at) => project.judgeSplitting(null, at),
  returnAsSplit: (project, at) => project.judgeSplitting('TOWNSHIP_REVIEWS', at),
  passUp: (project, at) =>
    project.passUp({ canDecide: false, goesTo: 'TOWNSHIP_PARTY_COMMITTEE', recused: [] }, at),
  decide: (project, at) => project.decide(HEARING, null, at),
  reject: (project, at) => project.reject(at),
  file: (project, at) => project.file(at),
  postNotice: (project, at) => project.postNotice(POSTING, at),
  extendNotice: (project, at) => project.extendNotice(POSTING.endsAt, at),
  raiseObjection: (project, at) => project.raiseObjection(at),
  dismissObjection: (project, at) => project.dismissObjection(at),
  withdrawObjection: (project, at) => project.withdrawObjection(at),
  upholdObjection: (project, at) => project.upholdObjection(POSTING.endsAt, at),
  upholdObjectionToo: (project, at) => project.upholdObjection(POSTING.endsAt, at),
  upholdObjectionAfterwards: (project, at) => project.upholdObjection(POSTING.endsAt, at),
  endNotice: (project, at) => project.endNotice(at),
  selectContractor: (project, at) => project.selectContractor(CONTRACT, at),
  start: (project, at) => project.start({ amountFen: 0, isLet: true }, at),
  reachMilestone: (project, at) => project.reachMilestone(at),
  recordPayment: (project, at) => project.recordPayment(1, at),
  payRetention: (project, at) => project.payRetention(1, at),
  delay: (project, at) => project.delay('2026-12-31', at),
  stop: (project, at) => project.stop(at),
  resume: (project, at) => project.resume(at),
  requestChange: (project, at) => project.requestChange(TERMS, SUBMISSION, at),
  rejectChange: (project, at) => project.rejectChange(DECIDED, at),
  complete: (project, at) => project.complete(at),
  passAcceptance: (project, at) => project.passAcceptance(at),
  failAcceptance: (project, at) => project.failAcceptance(at),
  openSurvey: (project, at) => project.openSurvey(at),
  closeSurvey: (project, at) =>
    project.closeSurvey({ answerCount: 0, satisfiedCount: 0, minimumSample: 0 }, at),
  publishAudit: (project, at) => project.publishAudit({ finalFen: 0, retainedFen: 0 }, at),
  close: (project, at) => project.close([], at),
  endRetention: (project, at) => project.endRetention(at),
  abandon: (project, at) => project.abandon(at),
  startInEmergency: (project, at) =>
    project.startInEmergency({ ...SUBMISSION, skipped: ['DESIGN'], confirmBy: POSTING.endsAt }, at),
  confirmEmergency: (project, at) => project.confirmEmergency(HEARING, at),
  refuseEmergency: (project, at) => project.refuseEmergency(at),
  postNoticeAfterwards: (project, at) => project.postNoticeAfterwards(POSTING, at),
  regulariseEmergency: (project, at) => project.regulariseEmergency(at),
};
