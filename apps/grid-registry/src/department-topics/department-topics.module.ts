import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { SUBSCRIPTIONS_DATABASE } from '../department-feeds/database-url.js';
import { DepartmentFeedsModule } from '../department-feeds/department-feeds.module.js';
import { DepartmentForwarder } from './department-forwarder.js';
import { DepartmentTopicResolver } from './department-topic.resolver.js';

@Module({})
export class DepartmentTopicsModule {
  static forRoot({ DATABASE_URL }: { readonly DATABASE_URL: string }): DynamicModule {
    return {
      module: DepartmentTopicsModule,
      imports: [DepartmentFeedsModule],
      providers: [
        { provide: SUBSCRIPTIONS_DATABASE, useValue: DATABASE_URL },
        DepartmentForwarder,
        DepartmentTopicResolver,
      ],
    };
  }
}
