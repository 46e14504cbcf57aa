import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AreaReplica } from './areas/area-replica.js';
import { AreaSubtrees } from './areas/area-subtrees.js';
import { PolicyReplica } from './policy-replica.js';
import { REPLICAS_OPTIONS, ReplicasConsumer } from './replicas.consumer.js';
import type { ReplicasOptions } from './replicas.options.js';

/** The copies a service keeps; `ReplicasConsumer` is to be listed among the consumers of its JournalModule. */
@Global()
@Module({})
export class ReplicasModule {
  static forRoot(options: ReplicasOptions): DynamicModule {
    return {
      module: ReplicasModule,
      providers: [
        { provide: REPLICAS_OPTIONS, useValue: options },
        { provide: AreaSubtrees, useValue: new AreaSubtrees(options.subtrees) },
        AreaReplica,
        PolicyReplica,
        ReplicasConsumer,
      ],
      exports: [AreaSubtrees, AreaReplica, PolicyReplica, ReplicasConsumer],
    };
  }
}
