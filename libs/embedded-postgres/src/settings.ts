export interface ServerSettings {
  port: number;
  durable: boolean;
  /** The folder named to PostgreSQL; see `clusterArgument`. */
  directory: string;
  /** Archiving or recovery. */
  further?: Record<string, string>;
}

/** Command-line settings of the server, given anew at every start so that an older cluster follows a newer release. */
export function serverArgs({ port, durable, directory, further }: ServerSettings): string[] {
  const settings = { ...common, port: String(port), ...(durable ? durably : fleetingly), ...further };
  return [
    '-D',
    directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

const common = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  huge_pages: 'off',
  jit: 'off',
  random_page_cost: '1.1',
  shared_preload_libraries: 'pg_stat_statements',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] %q%u@%d ',
  // A constraint's DETAIL line quotes the row: no stored value may reach a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_checkpoints: 'off',
};

const durably = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
};

/** For tests: a crash of the machine may lose everything, nothing waits for the disk, and connecting costs no hashing. */
const fleetingly = {
  scram_iterations: '1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '1h',
};
