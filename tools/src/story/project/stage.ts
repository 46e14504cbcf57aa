import { officialCalendar, shanghaiDay, shanghaiDayStart } from '@lianxin/policy';
import { StoryError } from '../storyteller.js';
import type { Storyteller } from '../storyteller.js';
import type { OwnPlatform } from './own-platform.js';
import { gatherProjectCast } from './project-cast.js';
import type { ProjectCast } from './project-cast.js';

const openingHours = 9;
const hourMs = 3_600_000;

/** What the scenes share. */
export class Stage {
  gridEventId = '';
  projectId = '';
  private people: ProjectCast | undefined;

  constructor(
    readonly teller: Storyteller,
    readonly platform: OwnPlatform,
    readonly correlationId: string,
  ) {}

  /** Everybody as they are signed in today. */
  get cast(): ProjectCast {
    if (!this.people) throw new StoryError('nobody has come in yet');
    return this.people;
  }

  get today(): string {
    return shanghaiDay(this.platform.clocks.now());
  }

  /** The first morning on which people work after a moment. */
  morningAfter(moment: Date): Date {
    const day = shanghaiDay(officialCalendar.deadlineFrom(moment, { amount: 1, unit: 'workingDays' }));
    return morningOf(day);
  }

  /** Time passes at once; tokens do not live that long, so everybody signs in again. */
  async goOnAt(moment: Date, text: string): Promise<void> {
    await this.teller.step('calendar', 'clock', async () => {
      await this.platform.clocks.moveTo(moment);
      this.people = await gatherProjectCast(this.platform.address, this.correlationId);
      return { text: `${text}: it is ${this.today}`, found: { at: moment.toISOString() } };
    });
  }
}

export const morningOf = (day: string): Date =>
  new Date(shanghaiDayStart(day).getTime() + openingHours * hourMs);
