import type { DataSourceSettings } from '@lianxin/service-kit';
import { Area } from './areas/area.entity.js';
import { AreaChange } from './areas/changes/area-change.entity.js';
import { AccessGrant } from './grants/grant.entity.js';
import { GridEventAlert } from './grid-event-alerts/grid-event-alert.entity.js';
import { GridEvent } from './grid-events/entity/grid-event.entity.js';
import { CreateFoundations1767225600000 } from './migrations/1767225600000-create-foundations.js';
import { CreateAreas1767225650000 } from './migrations/1767225650000-create-areas.js';
import { CreateAreaChanges1767225660000 } from './migrations/1767225660000-create-area-changes.js';
import { CreateGrants1767225800000 } from './migrations/1767225800000-create-grants.js';
import { CreateGridsAndDepartments1767225810000 } from './migrations/1767225810000-create-grids-and-departments.js';
import { CreateGridEvents1767225820000 } from './migrations/1767225820000-create-grid-events.js';
import { CreatePolicyOverrides1767225830000 } from './migrations/1767225830000-create-policy-overrides.js';
import { LetAreasChangeCodes1767225900000 } from './migrations/1767225900000-let-areas-change-codes.js';
import { TallyStatesInColumns1767225920000 } from './migrations/1767225920000-tally-states-in-columns.js';
import { CreateAreaImports1767225910000 } from './migrations/1767225910000-create-area-imports.js';
import { CreateInbox1767226000000 } from './migrations/1767226000000-create-inbox.js';
import { CreateSeals1767226100000 } from './migrations/1767226100000-create-seals.js';
import { RecordInterventions1767226200000 } from './migrations/1767226200000-record-interventions.js';
import { RememberDiscardedMessages1767226300000 } from './migrations/1767226300000-remember-discarded-messages.js';
import { ProtectReports1767300000000 } from './migrations/1767300000000-protect-reports.js';
import { CreateWebhooks1767320000000 } from './migrations/1767320000000-create-webhooks.js';
import { CreateAttachments1767310000000 } from './migrations/1767310000000-create-attachments.js';
import { CreateGridEventAlerts1767360000000 } from './migrations/1767360000000-create-grid-event-alerts.js';
import { CreateJointResponses1767370000000 } from './migrations/1767370000000-create-joint-responses.js';
import { CreateOutsideNumbers1767370100000 } from './migrations/1767370100000-create-outside-numbers.js';
import { TellKindsApart1767350000000 } from './migrations/1767350000000-tell-kinds-apart.js';
import { KeepFollowUps1767350100000 } from './migrations/1767350100000-keep-follow-ups.js';
import { TallyRatesAndCells1767380000000 } from './migrations/1767380000000-tally-rates-and-cells.js';
import { SignReports1767340000000 } from './migrations/1767340000000-sign-reports.js';
import { CountMerged1767340100000 } from './migrations/1767340100000-count-merged.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'grid-registry',
  entities: [AccessGrant, Area, AreaChange, GridEvent, GridEventAlert],
  migrations: [
    CreateFoundations1767225600000,
    CreateAreas1767225650000,
    CreateAreaChanges1767225660000,
    CreateGrants1767225800000,
    CreateGridsAndDepartments1767225810000,
    CreateGridEvents1767225820000,
    CreatePolicyOverrides1767225830000,
    LetAreasChangeCodes1767225900000,
    TallyStatesInColumns1767225920000,
    CreateAreaImports1767225910000,
    CreateInbox1767226000000,
    CreateSeals1767226100000,
    RecordInterventions1767226200000,
    RememberDiscardedMessages1767226300000,
    ProtectReports1767300000000,
    CreateWebhooks1767320000000,
    CreateAttachments1767310000000,
    CreateGridEventAlerts1767360000000,
    CreateJointResponses1767370000000,
    CreateOutsideNumbers1767370100000,
    TellKindsApart1767350000000,
    KeepFollowUps1767350100000,
    TallyRatesAndCells1767380000000,
    SignReports1767340000000,
    CountMerged1767340100000,
  ],
};
