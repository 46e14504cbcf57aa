export {
  endSurvivingPostgres,
  resetSuperuserPassword,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start.js';
export { provisionDatabases, type DatabaseProvision, type RoleCredentials } from './provision.js';
export { DataDirectoryInUseError, EmbeddedPostgresError, PortTakenError } from './errors.js';
export { identifyProcess, isAlive, waitUntilGone, type ProcessIdentity } from './machine/processes.js';
export { lockDirectory, lockHolder } from './machine/directory-lock.js';
export { freePort } from './machine/free-port.js';
export type { RunAs } from './machine/run-as.js';
export { layout as postgresLayout, superuserPassword } from './cluster.js';
export { recoveryLogFolder, type Recovery } from './archive/recovery.js';
export {
  archivedFiles,
  archiveUsage,
  isBefore,
  pruneArchive,
  wantArchive,
  type ArchiveUsage,
} from './archive/wal-archive.js';
