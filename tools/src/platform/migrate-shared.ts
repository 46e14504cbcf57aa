import { migrateEventLog } from '@lianxin/journal';
import { migrateKeyStore } from '@lianxin/personal-data';
import { ownerUrlVariable } from './environment.js';

/** Entry point: migrates the databases that belong to libraries, as their owners. */
async function main(): Promise<void> {
  await migrateEventLog(ownerUrl('event_log'));
  await migrateKeyStore(ownerUrl('keys'));
}

function ownerUrl(database: string): string {
  const name = ownerUrlVariable(database);
  const url = process.env[name];
  if (!url) throw new Error(`${name} must be set`);
  return url;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
