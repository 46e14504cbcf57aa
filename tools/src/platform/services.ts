/** A subgraph of the platform. A new service is one more line in `services`. */
export interface ServiceEntry {
  /** The folder under apps/, and its name in logs. */
  name: string;
  database: string;
  /** Added to LIANXIN_PORT; its metrics are served 20 ports further up. */
  portOffset: number;
  /** The ceiling of its JavaScript heap in megabytes. */
  heapMb: number;
  /** The services whose events it reads: the topics that a broker lets it read. */
  consumes: string[];
  /** It has a `seed` entry point beside `main` and `migrate`. */
  seeded?: boolean;
  /** It keeps what people type: with others like it alone it gets the key store and the key that wraps its keys. */
  keepsPersonalData?: boolean;
  /** It keeps people's files, and is told where. */
  keepsFiles?: boolean;
  /** It forwards to departments what they may see, and keeps the names of their feeds. */
  servesDepartments?: boolean;
}

export const services: ServiceEntry[] = [
  {
    name: 'grid-registry',
    database: 'grid_registry',
    portOffset: 10,
    heapMb: 384,
    consumes: [],
    seeded: true,
    keepsPersonalData: true,
    keepsFiles: true,
    servesDepartments: true,
  },
  {
    name: 'assessment',
    database: 'assessment',
    portOffset: 11,
    heapMb: 384,
    consumes: ['grid-registry', 'micro-project'],
  },
  {
    name: 'micro-project',
    database: 'micro_project',
    portOffset: 12,
    heapMb: 384,
    consumes: ['grid-registry'],
    keepsPersonalData: true,
    keepsFiles: true,
  },
];

export const gateway = { name: 'gateway', portOffset: 0, heapMb: 384, consumes: ['grid-registry'] };
export const issuer = { name: 'issuer', heapMb: 96 };

/** Databases that belong to a library and not to one service. */
export const sharedDatabases = ['event_log', 'keys'] as const;

const metricsDistance = 20;
export const metricsPort = (base: number, { portOffset }: { portOffset: number }) =>
  base + portOffset + metricsDistance;
export const servicePort = (base: number, { portOffset }: { portOffset: number }) => base + portOffset;
