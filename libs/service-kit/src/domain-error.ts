export interface LocalizedMessage {
  readonly en: string;
  readonly zh: string;
}

/**
 * A rule said no. Thrown by entities and services; answered to the caller as `extensions.code` and
 * `extensions.details`, with the message in the caller's language. `details` never holds what a person typed.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;

  constructor(
    readonly messages: LocalizedMessage,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(messages.en);
    this.name = new.target.name;
  }
}
