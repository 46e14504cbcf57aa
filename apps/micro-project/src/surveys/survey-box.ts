import { Actor } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { checkUuid, Clock, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { SurveyStateError } from '../projects/errors/works.errors.js';
import { Words } from '../words/words.js';
import { castAnswer, sealBox } from './survey-box.queries.js';
import type { Counted } from './survey-box.queries.js';
import { SurveyTokens } from './survey-tokens.js';
import { SurveyTokenUnknownError } from './survey.errors.js';
import type { AnswerSurveyInput } from './survey.inputs.js';
import { findSurvey } from './surveys.queries.js';
import type { Survey } from './surveys.queries.js';

const NAME = 'micro-project.survey-box';

/**
 * The ballot box of a survey. The platform opens it itself: whoever answers is not asked who they are, and no post looks in before it
 * is counted. A token takes the place of a request id, and neither the journal nor anything else learns of a single answer.
 */
@Injectable()
export class SurveyBox {
  private readonly desk = Actor.system(systemSubject(NAME), { correlationId: NAME });

  constructor(
    private readonly cipher: PersonalDataCipher,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly tokens: SurveyTokens,
    private readonly words: Words,
  ) {}

  /**
   * A used token is answered like the first time and changes nothing: whoever printed a slip would learn otherwise whether it was used.
   * @throws SurveyTokenUnknownError, SurveyStateError, TextTooLongError, TextEmptyError
   */
  async answerSurvey({ projectId, token, isSatisfied, comment }: AnswerSurveyInput): Promise<void> {
    const id = checkUuid(projectId, 'projectId');
    const survey = await this.database.read(this.desk, (tx) => findSurvey(tx, id));
    if (!survey) throw new SurveyTokenUnknownError();
    const mark = this.tokens.markOf(survey.id, token);
    const sealed = await this.sealed(survey, comment);
    await this.database.write(this.desk, async (tx) => {
      if (this.clock.now() > survey.endsAt) throw new SurveyStateError();
      if (!(await castAnswer(tx, id, { mark, isSatisfied, comment: sealed }))) throw new SurveyStateError();
    });
  }

  /** Once its time is over, for whoever closes the survey; null before. */
  count(projectId: string): Promise<Counted | null> {
    const id = checkUuid(projectId, 'projectId');
    return this.database.write(this.desk, (tx) => sealBox(tx, id, this.clock.now()));
  }

  private async sealed({ id }: Survey, comment: string | null | undefined): Promise<string | null> {
    if (comment === null || comment === undefined) return null;
    const sealer = await this.cipher.sealerFor(id);
    const limit = 'micro-project.comment-characters';
    const { comment: sealed } = await this.words.seal(
      { sealer, aggregate: 'survey', id },
      { comment },
      limit,
    );
    return sealed ?? null;
  }
}
