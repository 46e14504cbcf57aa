import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DepartmentFeedsModule } from '../department-feeds/department-feeds.module.js';
import { SUBSCRIPTIONS_DATABASE } from '../department-feeds/database-url.js';
import { DepartmentsModule } from '../departments/departments.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { AddressPolicy } from './delivery/address-policy.js';
import { WebhookDispatcher } from './delivery/webhook-dispatcher.js';
import { WebhookRunner } from './delivery/webhook-runner.js';
import { WebhookSweeper } from './delivery/webhook-sweeper.js';
import { WebhookDeliveriesResolver } from './webhook-deliveries.resolver.js';
import { WEBHOOK_CONFIG, webhookConfigOf } from './webhook.config.js';
import type { WebhookConfig } from './webhook.config.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhooksResolver } from './webhooks.resolver.js';
import { WebhooksService } from './webhooks.service.js';

export interface WebhooksOptions extends Partial<WebhookConfig> {
  readonly DATABASE_URL: string;
  readonly KEY_ENCRYPTION_KEY: Buffer;
}

@Module({})
export class WebhooksModule {
  static forRoot(options: WebhooksOptions): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [DepartmentFeedsModule, DepartmentsModule, GridsModule, PoliciesModule],
      providers: [
        { provide: WEBHOOK_CONFIG, useValue: webhookConfigOf(options) },
        { provide: SUBSCRIPTIONS_DATABASE, useValue: options.DATABASE_URL },
        {
          provide: AddressPolicy,
          inject: [WEBHOOK_CONFIG],
          useFactory: (config: WebhookConfig) => new AddressPolicy(config.WEBHOOK_ALLOWED_RANGES),
        },
        { provide: WebhookSecrets, useValue: new WebhookSecrets(options.KEY_ENCRYPTION_KEY) },
        WebhookDeliveriesResolver,
        WebhookDispatcher,
        WebhookRunner,
        WebhooksResolver,
        WebhooksService,
        WebhookSweeper,
      ],
    };
  }
}
