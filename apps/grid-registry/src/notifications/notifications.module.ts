import { Module } from '@nestjs/common';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { NotificationsResolver } from './notifications.resolver.js';

@Module({ imports: [GridEventViewsModule], providers: [NotificationsResolver] })
export class NotificationsModule {}
