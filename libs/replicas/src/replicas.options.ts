/** A table of the service's own whose rows carry an area's id and its code of today. */
export interface AreaCarrier {
  readonly table: string;
  readonly idColumn: string;
  readonly codeColumn: string;
}

export interface ReplicasOptions {
  /** The service that keeps the copies: names the consumer. */
  readonly service: string;
  /** Codes of the areas that are copied with all that lies in them. */
  readonly subtrees: readonly string[];
  /** Rewritten in the transaction of a re-coding. */
  readonly carriers?: readonly AreaCarrier[];
}
