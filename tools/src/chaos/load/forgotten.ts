import { KeyStore } from '@lianxin/personal-data';
import { demonstrationAccounts } from '../../issuer/accounts.js';
import type { Platform } from '../../platform/platform.js';
import { openSecrets } from '../../platform/secrets.js';
import { dataLayout } from '../../platform/settings.js';
import { until } from '../pause.js';
import { accounts, reportBy } from './acts.js';
import type { Sender } from './sender.js';

/** Somebody who said something and is to be forgotten. */
export interface Person {
  readonly account: string;
  readonly personId: string;
  /** Where the post is, and the report was. */
  readonly areaCode: string;
  readonly gridEventId: string;
}

/** People whom the load has no other use for; the last is never forgotten. */
const ACCOUNTS = ['resident', 'village-officer', 'rural-village-officer', 'grid-leader', accounts.worker];
const limitMs = 60_000;

/** Those who report something at the beginning, and whose keys are destroyed one after the other while everything breaks. */
export class Forgotten {
  readonly erased: Person[] = [];

  private constructor(
    private readonly platform: Pick<Platform, 'databaseUrl'>,
    private readonly dataDir: string,
    private waiting: readonly Person[],
  ) {}

  /** @throws Error when a report does not get through */
  static async among(
    platform: Pick<Platform, 'databaseUrl'>,
    dataDir: string,
    steward: Sender,
  ): Promise<Forgotten> {
    const people: Person[] = [];
    for (const account of ACCOUNTS) people.push(await introduce(account, steward));
    return new Forgotten(platform, dataDir, people);
  }

  /** The one who is left: what is erased is unreadable, and not everything. */
  get remembered(): readonly Person[] {
    return this.waiting;
  }

  /** As grid-registry does it: the list outside first, then the key. Does nothing when one alone is left. */
  async eraseNext(): Promise<void> {
    const [person, ...others] = this.waiting;
    if (!person || others.length === 0) return;
    const keys = new KeyStore({
      keysUrl: this.platform.databaseUrl('keys', 'app'),
      keyEncryptionKey: Buffer.from(
        openSecrets(dataLayout(this.dataDir).secrets)('key-encryption-key', 'base64'),
        'base64',
      ),
      erasuresFile: dataLayout(this.dataDir).erasures,
    });
    try {
      const erase = async (): Promise<true> => keys.destroy(person.personId).then(() => true);
      await until('a person is forgotten', erase, { limitMs });
      this.erased.push(person);
      this.waiting = others;
    } finally {
      await keys.close();
    }
  }
}

async function introduce(account: string, steward: Sender): Promise<Person> {
  const known = demonstrationAccounts.find((each) => each.account === account);
  if (!known) throw new Error(`there is no account ${account}`);
  const deadline = performance.now() + limitMs;
  const areaCode = known.posts[0]?.areaCode ?? '';
  const { sent, outcome } = await steward.send(reportBy(account, areaCode));
  const told =
    outcome.kind === 'unknown' ? await steward.insist(sent, () => performance.now() > deadline) : outcome;
  if (told.kind !== 'acknowledged' || !told.aggregateId)
    throw new Error(`${account} cannot report: ${JSON.stringify(told)}`);
  return { account, personId: known.subject, areaCode, gridEventId: told.aggregateId };
}
