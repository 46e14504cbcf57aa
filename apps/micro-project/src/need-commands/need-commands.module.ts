import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { NeedChannelsResolver } from '../need-channels/need-channels.resolver.js';
import { NeedViewsModule } from '../need-views/need-views.module.js';
import { NeedsModule } from '../needs/needs.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { NeedCommandsResolver } from './need-commands.resolver.js';
import { NeedOwnService } from './need-own.service.js';
import { NeedSlipsResolver } from './need-slips.resolver.js';
import { NeedSubmittingService } from './need-submitting.service.js';

@Module({
  imports: [DisclosuresModule, NeedViewsModule, NeedsModule, PartiesModule],
  providers: [
    NeedChannelsResolver,
    NeedCommandsResolver,
    NeedOwnService,
    NeedSlipsResolver,
    NeedSubmittingService,
  ],
})
export class NeedCommandsModule {}
