import 'reflect-metadata';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema } from 'graphql';
import { pathToFileURL } from 'node:url';
import { resolverFile } from './places.js';

interface ServiceSchema {
  /** The resolver classes; nothing of them is ever instantiated here. */
  readonly resolvers: Parameters<GraphQLSchemaFactory['create']>[0];
  /** Scalars of its own, if it has any. */
  readonly scalars?: readonly (new () => object)[];
}

/** What services may use of federation, as `@nestjs/graphql` links it when they run. */
const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag"])`;

/** The schema of a service, from its resolvers' decorators alone: neither a database nor a port is needed. */
export async function printSubgraph(service: string): Promise<string> {
  const { resolvers, scalars = [] } = (await import(
    pathToFileURL(resolverFile(service)).href
  )) as ServiceSchema;
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: ['error', 'warn'],
  });
  const schema = await app.get(GraphQLSchemaFactory).create(resolvers, [...scalars]);
  await app.close();
  return `${LINK}\n\n${printSchemaWithDirectives(lexicographicSortSchema(schema)).trim()}\n`;
}

const [, , service] = process.argv;
if (service) process.stdout.write(await printSubgraph(service));
