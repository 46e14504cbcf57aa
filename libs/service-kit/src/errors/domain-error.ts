import { IntrinsicException } from '@nestjs/common';

export interface LocalizedMessage {
  readonly en: string;
  readonly zh: string;
}

/**
 * A rule said no. Thrown by entities and services; answered to the caller as `extensions.code` and
 * `extensions.details`, with the message in the caller's language. `details` never holds what a person typed. Intrinsic:
 * a refusal is the caller's affair, so the framework does not log it.
 */
export abstract class DomainError extends IntrinsicException {
  abstract readonly code: string;

  constructor(
    readonly messages: LocalizedMessage,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(messages.en);
    this.name = new.target.name;
  }
}
