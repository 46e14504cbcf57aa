import { createHash } from 'node:crypto';
import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { OutsideAnswersExported } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { shanghaiDay } from '@lianxin/policy';
import { Clock, CursorSigner, PageSizeOutOfRangeError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { OutsideExportPeriodError } from './outside-answer.errors.js';
import { MAX_EXPORT_ROWS } from './outside-answer.inputs.js';
import type { ExportOutsideAnswersInput } from './outside-answer.inputs.js';
import type { OutsideAnswersFileModel } from './outside-answer.model.js';
import { fileOf } from './outside-answers-file.js';
import { findAnswers, markAnswered } from './outside-answers.queries.js';
import type { AnswersAsked, OutsideAnswer } from './outside-answers.queries.js';

const CURSOR = 'outside-answers';

/** One export; a repeat writes the file again, as things stand by then. */
export interface OutsideExport {
  readonly id: string;
  readonly isRepeat: boolean;
}

/** S1-27: whoever passed a matter on by a number of their own is answered by that number. */
@Injectable()
export class OutsideAnswersService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly cursors: CursorSigner,
    private readonly journal: Journal,
    private readonly reader: GridEventsReader,
  ) {}

  /** @throws OutsideExportPeriodError, PageSizeOutOfRangeError */
  async exportOutsideAnswers(
    tx: EntityManager,
    actor: Actor,
    input: ExportOutsideAnswersInput,
    made: OutsideExport,
  ): Promise<OutsideAnswersFileModel> {
    const grant = this.access.require(actor, 'export', 'OutsideAnswer', { areaCode: input.areaCode });
    const asked = this.askedBy(input);
    const isAnswer = input.purpose === 'ANSWER_BACK';
    const exportId = made.isRepeat && isAnswer ? made.id : null;
    const answers = await findAnswers(tx, { ...asked, exportId }, this.reader.readable(actor));
    const at = this.clock.now();
    if (isAnswer) await markAnswered(tx, answers, { exportId: made.id, at });
    const content = fileOf(answers, at);
    const digest = createHash('sha256').update(content).digest('hex');
    await this.journal.record(tx, actor, {
      event: OutsideAnswersExported,
      aggregateId: made.id,
      areaCode: input.areaCode,
      grant,
      isFirst: !made.isRepeat,
      data: { ...toldOf(input, made.id), rowCount: answers.length, fileDigest: digest, at: at.toISOString() },
    });
    const fileName = nameOf(input, made.id, at);
    const place = placeOf(answers);
    return {
      exportId: made.id,
      fileName,
      content,
      digest,
      rowCount: answers.length,
      endCursor: place && this.cursors.sign(CURSOR, place),
      hasMore: place !== null && (await this.hasMore(tx, actor, { ...asked, after: place })),
    };
  }

  private askedBy(input: ExportOutsideAnswersInput): AnswersAsked {
    const { system, areaCode, isUnansweredOnly, first, receivedFrom = null, receivedTo = null } = input;
    const isPeriod = receivedFrom !== null && receivedTo !== null && receivedFrom < receivedTo;
    const isUnbounded = receivedFrom === null && receivedTo === null;
    if (!isPeriod && !(isUnansweredOnly && isUnbounded)) throw new OutsideExportPeriodError();
    if (!Number.isInteger(first) || first < 1 || first > MAX_EXPORT_ROWS)
      throw new PageSizeOutOfRangeError(first, MAX_EXPORT_ROWS);
    const after = this.cursors.verify(CURSOR, input.after);
    return { system, areaCode, isUnansweredOnly, receivedFrom, receivedTo, first, after, exportId: null };
  }

  private async hasMore(tx: EntityManager, actor: Actor, asked: AnswersAsked): Promise<boolean> {
    const next = await findAnswers(tx, { ...asked, first: 1 }, this.reader.readable(actor));
    return next.length > 0;
  }
}

function toldOf(
  { areaCode, system, purpose, isUnansweredOnly, receivedFrom, receivedTo }: ExportOutsideAnswersInput,
  exportId: string,
) {
  return {
    exportId,
    areaCode,
    system,
    purpose,
    isUnansweredOnly,
    receivedFrom: receivedFrom?.toISOString() ?? null,
    receivedTo: receivedTo?.toISOString() ?? null,
  };
}

function placeOf(answers: readonly OutsideAnswer[]): [string, string] | null {
  const last = answers.at(-1);
  return last ? [last.receivedAt.toISOString(), last.id] : null;
}

const nameOf = ({ system, areaCode }: ExportOutsideAnswersInput, exportId: string, at: Date): string =>
  `${system.toLowerCase().replaceAll('_', '-')}-${areaCode}-${shanghaiDay(at)}-${exportId.slice(-12)}.csv`;
