import { FinalAccountAboveCommitmentError } from '../../envelopes/envelope.errors.js';
import {
  ArchiveIncompleteError,
  BalanceUnpaidError,
  EmergencyNotRegularisedError,
  EmergencyUnconfirmedError,
  PaidBeyondFinalAccountError,
  SurveyStateError,
} from '../errors/works.errors.js';
import { ProjectAtWork } from './project.at-work.js';

export interface FinalAccount {
  /** What it cost in all, in fen; what stands back included. */
  readonly finalFen: number;
  readonly retainedFen: number;
}

export interface SurveyResult {
  readonly answerCount: number;
  readonly satisfiedCount: number;
  /** With fewer answers than this, what they say is told to nobody. */
  readonly minimumSample: number;
}

/** S0-18…20, S0-24: accepted first, evaluated then, audited, and closed with its archive complete. */
export abstract class EndingProject extends ProjectAtWork {
  /** @throws EmergencyUnconfirmedError, EmergencyNotRegularisedError, ObjectionOpenError */
  passAcceptance(at: Date): void {
    this.move('passAcceptance', at);
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
    if (this.isEmergency && this.regularisedAt === null) throw new EmergencyNotRegularisedError();
    this.assertNoObjection();
    this.acceptedAt = at;
  }

  failAcceptance(at: Date): void {
    this.move('failAcceptance', at);
    this.completedAt = null;
  }

  /** @throws SurveyStateError */
  openSurvey(at: Date): void {
    this.move('openSurvey', at);
    if (this.surveyOpenedAt !== null) throw new SurveyStateError();
    this.surveyOpenedAt = at;
  }

  /** @throws SurveyStateError */
  closeSurvey({ answerCount, satisfiedCount, minimumSample }: SurveyResult, at: Date): void {
    this.move('closeSurvey', at);
    if (this.surveyOpenedAt === null) throw new SurveyStateError();
    this.answerCount = answerCount;
    this.satisfiedCount = satisfiedCount;
    this.isSurveyTold = answerCount >= minimumSample;
    this.evaluatedAt = at;
  }

  /** The envelope settles it in the same transaction. @throws FinalAccountAboveCommitmentError, PaidBeyondFinalAccountError */
  publishAudit({ finalFen, retainedFen }: FinalAccount, at: Date): void {
    this.move('publishAudit', at);
    if (finalFen > this.committedFen) throw new FinalAccountAboveCommitmentError(this.committedFen);
    if (retainedFen > finalFen || this.paidFen > finalFen - retainedFen)
      throw new PaidBeyondFinalAccountError(this.paidFen);
    this.finalFen = finalFen;
    this.auditedAt = at;
  }

  /** @throws ArchiveIncompleteError naming what is missing; BalanceUnpaidError */
  close(missing: readonly string[], at: Date): void {
    this.move('close', at);
    if (missing.length > 0) throw new ArchiveIncompleteError(missing);
    if (this.payableFen > 0) throw new BalanceUnpaidError(this.payableFen);
    this.endedAt = at;
  }

  /** The envelope ends it in the same transaction. */
  endRetention(at: Date): void {
    this.move('endRetention', at);
  }
}
