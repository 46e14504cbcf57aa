import { GrantDirectory } from '@lianxin/access';
import { AreaChanged, GrantGiven, GrantRevoked, PolicyOverridden } from '@lianxin/contracts';
import type { EventEnvelope } from '@lianxin/contracts';
import { EventConsumer } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Inject, Injectable } from '@nestjs/common';
import { AreaReplica } from './areas/area-replica.js';
import { areaHandlers } from './areas/areas.handlers.js';
import { grantHandlers } from './grants.handlers.js';
import { gridHandlers } from './grids.handlers.js';
import { policyHandlers } from './policies.handlers.js';
import { PolicyReplica } from './policy-replica.js';
import type { ReplicasOptions } from './replicas.options.js';

export const REPLICAS_OPTIONS = Symbol('REPLICAS_OPTIONS');

/** Keeps this service's copies of areas, grids, grants and policy overrides. */
@Injectable()
export class ReplicasConsumer extends EventConsumer {
  readonly name: string;
  readonly handlers: readonly EventHandler[];

  constructor(
    @Inject(REPLICAS_OPTIONS) options: ReplicasOptions,
    areas: AreaReplica,
    private readonly grants: GrantDirectory,
    private readonly policies: PolicyReplica,
  ) {
    super();
    this.name = `${options.service}.replicas`;
    this.handlers = [
      ...areaHandlers(options),
      ...gridHandlers(options, areas),
      ...grantHandlers(options),
      ...policyHandlers(options),
    ];
  }

  override afterCommit(events: readonly EventEnvelope[]): void {
    for (const { type, data } of events) {
      if (type === GrantGiven.type || type === GrantRevoked.type)
        this.grants.forget((data as { subject: string }).subject);
      if (type === PolicyOverridden.type || type === AreaChanged.type) this.policies.forget();
    }
  }
}
