import { DEPARTMENT_TOPICS, departmentTopicOf, departmentUserOf, EVENTS } from '@lianxin/contracts';
import { MAX_MESSAGE_BYTES } from '../../transport.js';

/** A process that signs in to the broker under its own name. */
export interface KafkaClientPlan {
  readonly name: string;
  /** The services whose topics it reads. */
  readonly consumes: readonly string[];
  /** It writes the topics `<name>.…`, as every service does and the gateway does not. */
  readonly produces: boolean;
  /** It writes what goes to departments, and makes a topic for each as it comes. */
  readonly servesDepartments?: boolean;
}

export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** One thing that a user may do. A prefix stands for everything whose name starts with it. */
export interface Permission {
  readonly user: string;
  readonly on: 'topic' | 'group';
  readonly name: string;
  readonly match: 'literal' | 'prefix';
  readonly operation: 'read' | 'write' | 'create' | 'delete';
}

export interface KafkaPlan {
  readonly topics: readonly TopicPlan[];
  readonly permissions: readonly Permission[];
  /** The users whose permissions are these and no others. */
  readonly users: readonly string[];
}

export interface TopicSettings {
  /** Chosen when a topic is made, and for good: more of them would send a key's later messages past its earlier ones. */
  readonly partitions: number;
  readonly retentionDays: number;
}

/** The journal keeps everything; a topic keeps what a consumer that was away may still have to read. */
export const topicSettings: TopicSettings = { partitions: 3, retentionDays: 14 };

const DAY_MS = 86_400_000;
/** The batch that carries one message of the largest size has a head of its own. */
const BATCH_HEAD_BYTES = 100_000;

/** A topic as every topic of this platform is. */
export function topicPlan(name: string, { partitions, retentionDays } = topicSettings): TopicPlan {
  const config = {
    'cleanup.policy': 'delete',
    'retention.ms': String(retentionDays * DAY_MS),
    'max.message.bytes': String(MAX_MESSAGE_BYTES + BATCH_HEAD_BYTES),
  };
  return { name, partitions, config };
}

/**
 * What the broker has to hold and to allow: every topic of the contracts, and to each client no more than its work; to each
 * department its own topic.
 * @param departments by the names of their feeds
 */
export function kafkaPlan(
  clients: readonly KafkaClientPlan[],
  settings = topicSettings,
  departments: readonly string[] = [],
): KafkaPlan {
  const topics = [...new Set([...EVENTS.values()].map(({ topic }) => topic))].sort();
  return {
    topics: [...topics, ...departments.map(departmentTopicOf)].map((name) => topicPlan(name, settings)),
    permissions: [...clients.flatMap(permissionsOf), ...departments.flatMap(departmentPermissionsOf)],
    users: [...clients.map(({ name }) => name), ...departments.map(departmentUserOf)],
  };
}

/** The topics that a service publishes. */
export function topicsOf(service: string): string[] {
  const topics = [...EVENTS.values()].filter((event) => event.service === service).map(({ topic }) => topic);
  return [...new Set(topics)].sort();
}

function permissionsOf({ name: user, consumes, produces, servesDepartments }: KafkaClientPlan): Permission[] {
  const departments = { user, on: 'topic', name: DEPARTMENT_TOPICS, match: 'prefix' } as const;
  const own = { user, name: `${user}.`, match: 'prefix' } as const;
  return [
    ...(produces ? [{ ...own, on: 'topic', operation: 'write' } as const] : []),
    ...consumes
      .flatMap(topicsOf)
      .map((name) => ({ user, on: 'topic', name, match: 'literal', operation: 'read' }) as const),
    ...(servesDepartments
      ? [{ ...departments, operation: 'write' } as const, { ...departments, operation: 'create' } as const]
      : []),
    { ...own, on: 'group', operation: 'read' },
    // Of the groups that it makes up and takes back: those of lone readers.
    { ...own, on: 'group', operation: 'delete' },
  ];
}

/** The dot behind the user ends its name: what begins with `dept-housing.` is not `dept-housing-construction`'s. */
function departmentPermissionsOf(department: string): Permission[] {
  const user = departmentUserOf(department);
  return [
    { user, on: 'topic', name: departmentTopicOf(department), match: 'literal', operation: 'read' },
    { user, on: 'group', name: `${user}.`, match: 'prefix', operation: 'read' },
    { user, on: 'group', name: `${user}.`, match: 'prefix', operation: 'delete' },
  ];
}
