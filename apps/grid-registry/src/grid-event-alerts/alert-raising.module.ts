import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { AlertRaisingService } from './alert-raising.service.js';
import { AlertTerms } from './alert-terms.js';

/** What the commands of events need of alerts; reading and acknowledging them is `GridEventAlertsModule`. */
@Module({
  imports: [PoliciesModule],
  providers: [AlertRaisingService, AlertTerms],
  exports: [AlertRaisingService, AlertTerms],
})
export class AlertRaisingModule {}
