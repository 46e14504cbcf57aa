import { randomUUID } from 'node:crypto';
import { pause } from '../pause.js';
import { documentOf, type Act } from './acts.js';
import type { GatewayDoor } from './gateway-door.js';
import { digestOf, type Intent, type Ledger, type Outcome } from './ledger.js';

/** A request as it was sent, for sending it again. */
export interface Sent {
  readonly act: Act;
  readonly intent: Intent;
}

const retryEveryMs = 400;

/** Sends commands by the book: the intent is on disk before the request leaves, the outcome is noted after. */
export class Sender {
  constructor(
    private readonly door: GatewayDoor,
    private readonly ledger: Ledger,
  ) {}

  /** @param usedRequestId an id that was used for something else: what then comes must be refused */
  async send(
    act: Act,
    usedRequestId?: string,
    onAnswer?: (answer: unknown) => void,
  ): Promise<{ sent: Sent; outcome: Outcome }> {
    const id = randomUUID();
    const intent: Intent = {
      id,
      requestId: usedRequestId ?? id,
      mutation: act.mutation,
      account: act.account,
      digest: digestOf(act.input),
      mustBeRefused: act.mustBeRefused === true || usedRequestId !== undefined,
    };
    await this.ledger.intend(intent);
    const sent = { act, intent };
    return { sent, outcome: await this.attempt(sent, onAnswer) };
  }

  /** Sends it once more, under the same request id. */
  async attempt({ act, intent }: Sent, onAnswer?: (answer: unknown) => void): Promise<Outcome> {
    const input = { ...act.input, requestId: intent.requestId };
    const command = { input, correlationId: intent.id };
    const outcome = await this.door.command(act.account, documentOf(act), command, onAnswer);
    await this.ledger.mark(intent.id, outcome);
    return outcome;
  }

  /** What a command answers. @throws Error when it is not done, or nobody knows */
  async ask<Answer>(act: Act): Promise<Answer> {
    let answer: unknown;
    const { outcome } = await this.send(act, undefined, (given) => (answer = given));
    if (outcome.kind !== 'acknowledged') throw new Error(`${act.mutation}: ${JSON.stringify(outcome)}`);
    return answer as Answer;
  }

  /** Sends it until somebody knows, at most until `isOver`. */
  async insist(sent: Sent, isOver: () => boolean): Promise<Outcome> {
    for (;;) {
      await pause(retryEveryMs);
      const outcome = await this.attempt(sent);
      if (outcome.kind !== 'unknown' || isOver()) return outcome;
    }
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}
