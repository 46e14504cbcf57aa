import { Module } from '@nestjs/common';
import { RequiredDocuments } from './required-documents.js';

@Module({ providers: [RequiredDocuments], exports: [RequiredDocuments] })
export class DocumentsModule {}
