import { Clock, Database } from '@lianxin/service-kit';
import type { SealConfig, TransportConfig } from '@lianxin/service-kit';
import { Global, Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ConsumerRunner } from './inbox/consumer-runner.js';
import { EventConsumer } from './inbox/consumer.js';
import { Journal } from './entries/journal.js';
import { operationProviders } from './operations/operations.providers.js';
import { OwnService } from './operations/own-service.js';
import { ParkedMessages } from './inbox/parked-messages.js';
import { Relay } from './relay/relay.js';
import { sealKeysOf } from './seals/seal-keys.js';
import { Sealer } from './seals/sealer.js';
import type { VerifyOptions } from './seals/verify-journal.js';
import { EventTransport } from './transport/transport.js';
import { createTransport } from './transport/transport.factory.js';

export interface JournalOptions {
  readonly service: string;
  readonly databaseUrl: string;
  readonly transport: TransportConfig;
  /** With what and where the journal is sealed. */
  readonly seals: SealConfig;
  /** The consumers of this service, provided by its feature modules. */
  readonly consumers?: readonly Type<EventConsumer>[];
  /** Tests step the relay and the consumers themselves. */
  readonly isStepped?: boolean;
}

const OPTIONS = Symbol('JOURNAL_OPTIONS');

/** Starts the relay, the sealer and the consumers with the application and stops them before it ends. */
@Injectable()
export class EventTraffic implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly relay: Relay;
  readonly sealer: Sealer;
  private runners: ConsumerRunner[] = [];

  constructor(
    @Inject(OPTIONS) private readonly options: JournalOptions,
    private readonly transport: EventTransport,
    private readonly database: Database,
    private readonly parked: ParkedMessages,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {
    this.relay = new Relay(options, transport);
    this.sealer = new Sealer(options, clock);
    database.afterCommit(() => this.relay.wake());
  }

  /** Tests step everything by hand. */
  get isStepped(): boolean {
    return this.options.isStepped ?? false;
  }

  /** The consumers of this service, from the moment when all modules are made. */
  get consumers(): readonly EventConsumer[] {
    return (this.options.consumers ?? []).map((type) => this.modules.get(type, { strict: false }));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.runners = this.consumers.map((consumer) => this.runnerOf(consumer));
    if (this.options.isStepped) return;
    this.relay.start();
    this.sealer.start();
    for (const runner of this.runners) await runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await Promise.all([this.relay.stop(), this.sealer.stop()]);
    await this.transport.close();
  }

  runnerOf(consumer: EventConsumer): ConsumerRunner {
    const { transport, database, parked, clock } = this;
    return new ConsumerRunner(consumer, { transport, database, parked, clock });
  }
}

@Global()
@Module({})
export class JournalModule {
  static forRoot(options: JournalOptions): DynamicModule {
    return {
      module: JournalModule,
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: EventTransport, useFactory: () => createTransport(options.transport, options.service) },
        Journal,
        ParkedMessages,
        EventTraffic,
        {
          provide: OwnService,
          inject: [EventTraffic],
          useFactory: (traffic: EventTraffic): OwnService => ({
            name: options.service,
            consumers: () => traffic.consumers,
            verifying: () => verifying(options),
          }),
        },
        ...operationProviders(options.service),
      ],
      exports: [Journal, ParkedMessages, EventTraffic, EventTransport],
    };
  }
}

function verifying({ service, databaseUrl, seals }: JournalOptions): VerifyOptions {
  return { service, databaseUrl, sealsDirectory: seals.SEALS_DIRECTORY, keys: sealKeysOf(seals) };
}
