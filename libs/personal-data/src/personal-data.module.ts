import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { KeyStore, type KeyStoreOptions } from './key-store.js';
import { PersonalDataCipher } from './personal-data-cipher.js';

/** Provides `PersonalDataCipher` everywhere in the service. */
@Module({})
export class PersonalDataModule implements OnApplicationShutdown {
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

  async onApplicationShutdown(): Promise<void> {
    await this.keys.close();
  }
}
