import { Module } from '@nestjs/common';
import { BodiesModule } from '../bodies/bodies.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { Meetings } from './meetings.js';

@Module({ imports: [BodiesModule, DocumentsModule], providers: [Meetings], exports: [Meetings] })
export class MeetingsModule {}
