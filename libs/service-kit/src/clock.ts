import { Injectable } from '@nestjs/common';

/** The only source of "now" in services; tests replace it to move time. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
