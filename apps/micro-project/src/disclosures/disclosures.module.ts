import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs/needs.module.js';
import { DisclosuresResolver } from './disclosures.resolver.js';
import { Looks } from './looks.js';
import { NeedWordsService } from './need-words.service.js';
import { WordsOpener } from './words-opener.js';

@Module({
  imports: [NeedsModule],
  providers: [DisclosuresResolver, Looks, NeedWordsService, WordsOpener],
  exports: [Looks, NeedWordsService, WordsOpener],
})
export class DisclosuresModule {}
