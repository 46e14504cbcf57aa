import { Module } from '@nestjs/common';
import { DisclosuresModule } from '../disclosures/disclosures.module.js';
import { GridEventCommandsModule } from '../grid-event-commands/grid-event-commands.module.js';
import { GridEventViewsModule } from '../grid-event-views/grid-event-views.module.js';
import { GridsModule } from '../grids/grids.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { GridEventRegisterResolver } from './grid-event-register.resolver.js';
import { RegisterDisclosures } from './register-disclosures.js';
import { RegisterWorkbook } from './register-workbook.js';
import { GridEventRegisterService } from './register.service.js';

@Module({
  imports: [DisclosuresModule, GridEventCommandsModule, GridEventViewsModule, GridsModule, PoliciesModule],
  providers: [GridEventRegisterResolver, GridEventRegisterService, RegisterDisclosures, RegisterWorkbook],
})
export class GridEventRegisterModule {}
