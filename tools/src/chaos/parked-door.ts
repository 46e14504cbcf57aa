import { ParkedMessages, type ParkedMessage } from '@lianxin/journal';
import { DataSource } from 'typeorm';
import type { Platform } from '../platform/platform.js';
import { services } from '../platform/services.js';

const most = 1_000;

/** Looks at messages that one service set aside and has them tried again, without a process for each. */
export class ParkedDoor {
  private constructor(
    readonly service: string,
    private readonly dataSource: DataSource,
    private readonly parked: ParkedMessages,
  ) {}

  /** One for each service that reads others' events, to be closed together. */
  static openAll({ databaseUrl }: Pick<Platform, 'databaseUrl'>): Promise<ParkedDoor[]> {
    const readers = services.filter(({ consumes }) => consumes.length > 0);
    return Promise.all(readers.map(({ name, database }) => this.open(name, databaseUrl(database, 'app'))));
  }

  private static async open(service: string, url: string): Promise<ParkedDoor> {
    const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
    return new ParkedDoor(service, dataSource, new ParkedMessages(dataSource));
  }

  list(): Promise<ParkedMessage[]> {
    return this.parked.list(most);
  }

  replay({ id }: ParkedMessage): Promise<unknown> {
    return this.parked.replay(id, new Date());
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}
