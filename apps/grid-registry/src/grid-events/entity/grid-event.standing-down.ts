import { GridEventEnding } from './grid-event.ending.js';
import { NotAnEmergencyError } from '../errors/grid-event.errors.js';

/** How an alarm ends that was none, or whose danger is over: S1-23. */
export abstract class EmergencyGridEvent extends GridEventEnding {
  /**
   * Nobody is asked why they called early: it leaves every count and needs no follow-up.
   * @throws NotAnEmergencyError
   */
  standDown(at: Date): void {
    if (this.kind !== 'EMERGENCY') throw new NotAnEmergencyError();
    this.move('standDown');
    this.requestedDueAt = null;
    this.closedAt = at;
  }
}
