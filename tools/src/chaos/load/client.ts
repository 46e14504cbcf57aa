import { pause } from '../pause.js';
import type { Random } from '../random.js';
import { administrationOf, canaryAct, forbiddenOf, lifeOf, reveal, type Act, type Scenery } from './acts.js';
import type { GatewayDoor } from './gateway-door.js';
import type { Outcome } from './ledger.js';
import { queryOf } from './queries.js';
import type { Sender, Sent } from './sender.js';

interface Living {
  readonly gridEventId: string;
  readonly steps: readonly Act[];
  next: number;
}

export interface ClientOptions {
  readonly door: GatewayDoor;
  readonly sender: Sender;
  readonly random: Random;
  readonly scenery: Scenery;
  /** Between two requests, in milliseconds, at most. */
  readonly thinkMs: number;
}

const livesAtOnce = 4;
const usedIdsKept = 20;
/** Of a report whose request id belongs to an earlier one. */
const otherWords = '另一件事';

/** One person at the keyboard after another: carries events through their lives and tries what is not allowed. */
export class Client {
  /** Nobody knows whether these were done; they are tried again when all is quiet. */
  readonly deferred: Sent[] = [];
  queries = { answered: 0, failed: 0 };
  private lives: Living[] = [];
  private readonly usedIds: string[] = [];
  private isStopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: ClientOptions) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    const { random, thinkMs } = this.options;
    while (!this.isStopping) {
      await this.act(random.next());
      await pause(random.between(0, thinkMs));
    }
  }

  private async act(draw: number): Promise<void> {
    if (draw < 0.74) return this.goOn();
    if (draw < 0.84) return this.query();
    if (draw < 0.93) return this.tryForbidden();
    const { random, scenery } = this.options;
    const [life] = this.lives;
    const act = random.chance(0.25) && life ? reveal(life.gridEventId) : administrationOf(random, scenery);
    await this.send(act);
  }

  private async goOn(): Promise<void> {
    const { random, scenery } = this.options;
    if (this.lives.length < livesAtOnce) return this.begin(lifeOf(random, scenery));
    const life = random.pick(this.lives);
    const step = life.steps[life.next];
    if (!step) return this.end(life);
    const act = { ...step, input: { ...step.input, gridEventId: life.gridEventId } };
    const outcome = await this.send(act);
    // What was refused (an extension, say) is left out; of what nobody knows the life cannot go on.
    if (outcome.kind === 'unknown') this.end(life);
    else life.next += 1;
  }

  private async begin({ beginning, steps }: { beginning: Act; steps: readonly Act[] }): Promise<void> {
    const outcome = await this.send(beginning);
    if (outcome.kind === 'acknowledged' && outcome.aggregateId)
      this.lives.push({ gridEventId: outcome.aggregateId, steps, next: 0 });
  }

  private end(life: Living): void {
    this.lives = this.lives.filter((other) => other !== life);
  }

  private async send(act: Act): Promise<Outcome> {
    const { sender, random } = this.options;
    const { sent, outcome } = await sender.send(act);
    if (outcome.kind === 'acknowledged' && act.mutation === canaryAct(random).mutation)
      this.remember(sent.intent.requestId);
    if (outcome.kind !== 'unknown') return outcome;
    const later = random.chance(0.5)
      ? await sender.insist(sent, () => this.isStopping || random.chance(0.02))
      : outcome;
    if (later.kind === 'unknown') this.deferred.push(sent);
    return later;
  }

  private async tryForbidden(): Promise<void> {
    const { sender, random } = this.options;
    const used = random.chance(0.3) && this.usedIds.length > 0 ? random.pick(this.usedIds) : undefined;
    if (used) {
      const act = canaryAct(random);
      await sender.send({ ...act, input: { ...act.input, text: otherWords }, mustBeRefused: true }, used);
      return;
    }
    const fresh = this.lives.find(({ next }) => next === 0);
    if (fresh) await sender.send(forbiddenOf(random, fresh.gridEventId));
  }

  private remember(requestId: string): void {
    this.usedIds.push(requestId);
    if (this.usedIds.length > usedIdsKept) this.usedIds.shift();
  }

  private async query(): Promise<void> {
    const { door, random } = this.options;
    const { account, document, variables } = queryOf(random);
    await door.ask(account, document, variables).then(
      () => (this.queries.answered += 1),
      () => (this.queries.failed += 1),
    );
  }
}
