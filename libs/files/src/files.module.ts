import { PersonalDataCipher } from '@lianxin/personal-data';
import { Clock, CursorSigner, Database } from '@lianxin/service-kit';
import type { FilesConfig } from '@lianxin/service-kit';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { FileCheck } from './checks/file-check.js';
import { FileVault } from './encryption/file-vault.js';
import { DownloadsController } from './http/downloads.controller.js';
import { FileTickets } from './http/file-tickets.js';
import { UploadsController } from './http/uploads.controller.js';
import { createStorage } from './storage/create-storage.js';
import { ObjectStorage } from './storage/object-storage.js';
import { UploadSweeper } from './uploads/upload-sweeper.js';
import { UploadWriter } from './uploads/upload-writer.js';
import { Uploads } from './uploads/uploads.js';

export interface FilesOptions {
  /** The service that keeps the files, as the platform names it: the first part of the paths below `/files`. */
  readonly service: string;
  /** Tests sweep themselves. */
  readonly isStepped?: boolean;
}

/** Files everywhere in the service, and the two doors below `/files/<service>` through which their bytes come and go. */
@Module({})
export class FilesModule {
  static forRoot(config: FilesConfig, { service, isStepped = false }: FilesOptions): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      // Here as at the gateway: a path means the same wherever it is asked for, and nothing has to be cut off it on the way.
      imports: [RouterModule.register([{ path: `files/${service}`, module: FilesModule }])],
      controllers: [UploadsController, DownloadsController],
      providers: [
        FileCheck,
        { provide: ObjectStorage, useFactory: () => createStorage(config) },
        {
          provide: FileVault,
          inject: [ObjectStorage, PersonalDataCipher],
          useFactory: (storage: ObjectStorage, persons: PersonalDataCipher) =>
            new FileVault(storage, persons),
        },
        {
          provide: FileTickets,
          inject: [CursorSigner, Clock],
          useFactory: (cursors: CursorSigner, clock: Clock) => new FileTickets(service, cursors, clock),
        },
        Uploads,
        UploadWriter,
        {
          provide: UploadSweeper,
          inject: [Database, Clock, FileVault],
          useFactory: (database: Database, clock: Clock, vault: FileVault) =>
            new UploadSweeper(database, clock, vault, isStepped),
        },
      ],
      exports: [FileTickets, FileVault, ObjectStorage, Uploads, UploadSweeper],
    };
  }
}
