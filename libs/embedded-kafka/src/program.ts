import { join } from 'node:path';
import { locateJava } from './jars/java.js';
import { resolveJars } from './jars/jars.js';

/** How a program of Apache Kafka is run. */
export interface Program {
  java: string;
  /** What comes before the name of the class. */
  javaArgs: string[];
  environment: Record<string, string>;
}

export interface ProgramOptions {
  heapMb: number;
  loggingFile: string;
  log?: (line: string) => void;
}

/** The quick compiler alone: one node at rest starts with half the work and a fifth less memory. */
export async function kafkaProgram({ heapMb, loggingFile, log }: ProgramOptions): Promise<Program> {
  const java = locateJava();
  const jars = await resolveJars(log ? { log } : {});
  return {
    java,
    javaArgs: [
      ...[
        `-Xmx${heapMb}m`,
        `-Xms${Math.min(heapMb, 128)}m`,
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-XX:+ExitOnOutOfMemoryError',
      ],
      ...['-XX:-UsePerfData', '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${loggingFile}`],
      ...['-cp', join(jars, '*')],
    ],
    environment: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
  };
}
