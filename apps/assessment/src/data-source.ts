import type { DataSourceSettings } from '@lianxin/service-kit';
import { CreateFoundations1767225600000 } from './migrations/1767225600000-create-foundations.js';
import { CreateGridEventFacts1767225700000 } from './migrations/1767225700000-create-grid-event-facts.js';
import { CreateIndicatorTallies1767225710000 } from './migrations/1767225710000-create-indicator-tallies.js';
import { TellWhyMessagesAreSetAside1767226000000 } from './migrations/1767226000000-tell-why-messages-are-set-aside.js';
import { CreateSeals1767226100000 } from './migrations/1767226100000-create-seals.js';
import { RecordInterventions1767226200000 } from './migrations/1767226200000-record-interventions.js';
import { RememberDiscardedMessages1767226300000 } from './migrations/1767226300000-remember-discarded-messages.js';
import { LetEmptyTalliesGo1767226400000 } from './migrations/1767226400000-let-empty-tallies-go.js';
import { CreateMicroProjectFacts1767601000000 } from './migrations/1767601000000-create-micro-project-facts.js';
import { CreatePlansAndDuties1767601010000 } from './migrations/1767601010000-create-plans-and-duties.js';

export const database: Omit<DataSourceSettings, 'url' | 'poolSize'> = {
  application: 'assessment',
  entities: [],
  migrations: [
    CreateFoundations1767225600000,
    CreateGridEventFacts1767225700000,
    CreateIndicatorTallies1767225710000,
    TellWhyMessagesAreSetAside1767226000000,
    CreateSeals1767226100000,
    RecordInterventions1767226200000,
    RememberDiscardedMessages1767226300000,
    LetEmptyTalliesGo1767226400000,
    CreateMicroProjectFacts1767601000000,
    CreatePlansAndDuties1767601010000,
  ],
};
