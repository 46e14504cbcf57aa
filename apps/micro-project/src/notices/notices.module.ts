import { Module } from '@nestjs/common';
import { ProjectCommandsModule } from '../project-commands/project-commands.module.js';
import { NoticeChannels } from './notice-channels.js';
import { NoticesResolver } from './notices.resolver.js';
import { NoticesService } from './notices.service.js';
import { PublicNoticesReader } from './public-notices.reader.js';
import { AreaNoticesResolver, PublicNoticesResolver } from './public-notices.resolver.js';

@Module({
  imports: [ProjectCommandsModule],
  providers: [
    AreaNoticesResolver,
    NoticeChannels,
    NoticesResolver,
    NoticesService,
    PublicNoticesReader,
    PublicNoticesResolver,
  ],
})
export class NoticesModule {}
