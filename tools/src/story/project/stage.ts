import { officialCalendar, shanghaiDay, shanghaiDayStart } from '@lianxin/policy';
import { StoryError } from '../storyteller.js';
import type { Storyteller } from '../storyteller.js';
import type { OwnPlatform } from './own-platform.js';
import { gatherProjectCast } from './project-cast.js';
import type { ProjectCast } from './project-cast.js';

const openingHour = 9;
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

  get now(): Date {
    return this.platform.clocks.now();
  }

  get today(): string {
    return shanghaiDay(this.now);
  }

  /** The morning of the first working day after a moment. */
  goOnAfter(moment: Date, text: string): Promise<void> {
    return this.goOnAt(workingMorning(moment, 1), text);
  }

  goOnWorkingDays(days: number, text: string): Promise<void> {
    return this.goOnAt(workingMorning(this.now, days), text);
  }

  /** Time passes at once; tokens do not live that long, so everybody signs in again. */
  private async goOnAt(moment: Date, text: string): Promise<void> {
    await this.teller.step('calendar', 'clock', async () => {
      await this.platform.clocks.moveTo(moment);
      this.people = await gatherProjectCast(this.platform.address, this.correlationId);
      return { text: `${text}: it is ${this.today}`, found: { at: moment.toISOString() } };
    });
  }
}

/** When people begin to work, that many working days later. */
function workingMorning(from: Date, days: number): Date {
  const day = shanghaiDay(officialCalendar.deadlineFrom(from, { amount: days, unit: 'workingDays' }));
  return new Date(shanghaiDayStart(day).getTime() + openingHour * hourMs);
}
