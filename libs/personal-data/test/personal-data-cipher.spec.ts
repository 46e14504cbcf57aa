import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { PersonalDataCipher } from '../src/personal-data-cipher.js';
import { PersonalDataErasedError, SealedTextUnreadableError } from '../src/personal-data.errors.js';
import { PersonalDataModule } from '../src/personal-data.module.js';
import { personIdOfSealedText } from '../src/sealed-text.js';
import { type KeyDatabase, createKeyDatabase } from './key-database.js';

const context = 'grid-event/1/text';
let database: KeyDatabase;

beforeAll(async () => {
  database = await createKeyDatabase();
});
afterAll(() => database.drop());

const aCipher = () => new PersonalDataCipher(database.openStore());

describe('PersonalDataCipher', () => {
  it('opens what another process sealed; the sealed text names algorithm, version and person', async () => {
    const personId = randomUUID();
    const sealer = await aCipher().sealerFor(personId);
    const sealed = sealer.seal('东门路灯坏了', context);
    expect(sealed).toMatch(new RegExp(`^A256GCM\\.1\\.${personId}\\.[\\w-]{16}\\.[\\w-]+$`));
    expect(personIdOfSealedText(sealed)).toBe(personId);
    expect(sealer.seal('东门路灯坏了', context)).not.toBe(sealed);
    const opener = await aCipher().openerFor([personId, randomUUID()]);
    expect(opener.open(sealed, context)).toBe('东门路灯坏了');
  });

  it('refuses a sealed text that was moved, altered, relabelled or not asked for', async () => {
    const [personId, other] = [randomUUID(), randomUUID()];
    const cipher = aCipher();
    const sealed = await cipher.seal(personId, 'a', context);
    await cipher.seal(other, 'b', context);
    const opener = await cipher.openerFor([personId, other]);
    const lastFour = sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA';
    for (const [text, place] of [
      [sealed, 'grid-event/2/text'],
      [sealed.slice(0, -4) + lastFour, context],
      [sealed.replace(personId, other), context],
      [sealed.replace('A256GCM', 'SM4GCM'), context],
      [sealed.replace('.1.', '.2.'), context],
      ['plain text', context],
    ] as const) {
      expect(() => opener.open(text, place)).toThrow(SealedTextUnreadableError);
    }
    const withoutKeys = await cipher.openerFor([]);
    expect(() => withoutKeys.open(sealed, context)).toThrow('was not loaded');
  });

  it('answers erased after erasure', async () => {
    const personId = randomUUID();
    const cipher = aCipher();
    const sealed = await cipher.seal(personId, 'a', context);
    await cipher.erase(personId);
    await expect(cipher.open(sealed, context)).rejects.toThrow(PersonalDataErasedError);
    await expect(cipher.sealerFor(personId)).rejects.toThrow(PersonalDataErasedError);
  });
});

describe('PersonalDataModule', () => {
  it('provides the cipher and closes its connections with the service', async () => {
    const imports = [PersonalDataModule.forRoot(database.options)];
    const app = await Test.createTestingModule({ imports }).compile();
    const cipher = app.get(PersonalDataCipher);
    const personId = randomUUID();
    expect(await cipher.open(await cipher.seal(personId, '甲', context), context)).toBe('甲');
    await app.close();
    await expect(cipher.sealerFor(randomUUID())).rejects.toThrow('end');
  });
});
