/** A failure of the embedded database, told in one line for the person who started it. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** Another program listens on the port that the cluster was to use. */
export class PortTakenError extends EmbeddedPostgresError {
  constructor(readonly port: number) {
    super(`port ${port} on 127.0.0.1 is already in use`);
  }
}

/** A living launcher already runs a cluster on this data directory. */
export class DataDirectoryInUseError extends EmbeddedPostgresError {
  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(`${directory} is already in use by process ${pid}`);
  }
}
