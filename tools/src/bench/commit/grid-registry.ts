import { Actor, GrantDirectory } from '@lianxin/access';
import { filesSchema, loadConfig, personalDataSchema, subgraphSchema } from '@lianxin/service-kit';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { findAccount } from '../../issuer/accounts.js';
import { serviceEnvironment, type EnvironmentSource } from '../../platform/environment.js';
import { lianxin } from '../../platform/plan.js';

const configSchema = subgraphSchema.extend(personalDataSchema.shape).extend(filesSchema.shape);

/** The built service is reached by its path: tools do not depend on services. */
interface AppModuleFile {
  readonly createAppModule: (config: z.infer<typeof configSchema>, options: { isStepped: boolean }) => Type;
}

type Mutations = Readonly<Record<string, (actor: Actor, input: object) => Promise<{ id: string }>>>;

/** Where the mutations of a grid event's life are. */
const RESOLVERS = {
  'grid-event-reports/grid-event-reports.resolver.js': 'GridEventReportsResolver',
  'grid-event-commands/grid-event-commands.resolver.js': 'GridEventCommandsResolver',
  'grid-event-follow-ups/follow-ups.resolver.js': 'FollowUpsResolver',
} as const;
type ResolverFile = Readonly<Record<string, Type<Mutations>>>;

/** grid-registry's service layer in this process: neither HTTP nor GraphQL, neither relay nor consumers. */
export class GridRegistry {
  private constructor(
    private readonly app: INestApplicationContext,
    private readonly resolvers: readonly Mutations[],
  ) {}

  static async open(source: EnvironmentSource): Promise<GridRegistry> {
    const service = lianxin.services.find(({ name }) => name === 'grid-registry');
    if (!service) throw new Error('the plan has no grid-registry');
    const config = loadConfig(configSchema, serviceEnvironment(source, service));
    const { createAppModule } = await load<AppModuleFile>('app.module.js');
    const files = Object.entries(RESOLVERS).map(
      async ([file, name]) => (await load<ResolverFile>(file))[name],
    );
    const resolvers = await Promise.all(files);
    const logger = ['error', 'fatal'] as ('error' | 'fatal')[];
    const app = await NestFactory.createApplicationContext(createAppModule(config, { isStepped: true }), {
      logger,
    });
    return new GridRegistry(
      app,
      resolvers
        .filter((resolver) => resolver !== undefined)
        .map((resolver) => app.get<Mutations>(resolver, { strict: false })),
    );
  }

  /** Runs a mutation as its resolver does, in a transaction of its own. */
  async run(actor: Actor, mutation: string, input: object): Promise<{ id: string }> {
    const resolver = this.resolvers.find((each) => mutation in each);
    const command = resolver?.[mutation];
    if (!command) throw new Error(`grid-registry has no ${mutation}`);
    return command.call(resolver, actor, { requestId: randomUUID(), ...input });
  }

  /** A demonstration account with its posts, as a request would bring it. */
  async actorOf(account: string): Promise<Actor> {
    const subject = findAccount(account)?.subject ?? '';
    const grants = await this.app.get(GrantDirectory, { strict: false }).grantsOf(subject);
    return Actor.person(subject, grants, { correlationId: randomUUID() });
  }

  /** Something of the service, by its class. */
  get<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

async function load<File>(file: string): Promise<File> {
  const path = join(lianxin.root, 'apps/grid-registry/dist', file);
  return (await import(pathToFileURL(path).href)) as File;
}
