import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { KeyStore, type KeyStoreOptions } from './key-store.js';
import { PersonalDataCipher } from './personal-data-cipher.js';

const brokenLinesNamed = 20;

/** Provides `PersonalDataCipher` everywhere in the service. */
@Module({})
export class PersonalDataModule implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger(PersonalDataModule.name);

  constructor(@Inject(KeyStore) private readonly keys: KeyStore) {}

  static forRoot(options: KeyStoreOptions): DynamicModule {
    return {
      module: PersonalDataModule,
      global: true,
      providers: [
        { provide: KeyStore, useFactory: () => new KeyStore(options) },
        {
          provide: PersonalDataCipher,
          useFactory: (keys: KeyStore) => new PersonalDataCipher(keys),
          inject: [KeyStore],
        },
      ],
      exports: [PersonalDataCipher],
    };
  }

  /** Before anything is served: a restore may have brought keys back that were destroyed since. */
  async onModuleInit(): Promise<void> {
    const applied = await this.keys.applyErasures();
    if (!applied) return;
    const { destroyed, listedAgain, brokenLines } = applied;
    if (destroyed > 0)
      this.#logger.warn({ message: 'Erasures were applied again after a restore', destroyed });
    if (listedAgain > 0)
      this.#logger.error({ message: 'The list of erasures had been shortened', listedAgain });
    if (brokenLines.length > 0)
      this.#logger.error({
        message: 'The list of erasures was altered',
        lines: brokenLines.slice(0, brokenLinesNamed),
      });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.keys.close();
  }
}
