import { ParkedMessages, type ParkedMessage } from '@lianxin/journal';
import { DataSource } from 'typeorm';

const most = 1_000;

/** Looks at messages that were set aside and has them tried again, without a process for each. */
export class ParkedDoor {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly parked: ParkedMessages,
  ) {}

  /** @param url assessment's, as its application role */
  static async open(url: string): Promise<ParkedDoor> {
    const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
    return new ParkedDoor(dataSource, new ParkedMessages(dataSource));
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
