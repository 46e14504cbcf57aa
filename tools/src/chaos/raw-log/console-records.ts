import type { OutgoingMessage } from '@lianxin/journal';

/** What Kafka's program for offsets says, `topic:partition:offset` a line. @returns the sums by topic, its own topics left out */
export function offsetsOf(output: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of output.split('\n')) {
    const [, topic, offset] = /^([^:]+):\d+:(\d+)$/.exec(line.trim()) ?? [];
    if (topic && !topic.startsWith('__')) sums.set(topic, (sums.get(topic) ?? 0) + Number(offset));
  }
  return sums;
}

/** What the console consumer says of one topic, `key<TAB>value` a line: the topic is the one that was read. */
export const recordsOf = (topic: string, output: string): OutgoingMessage[] =>
  output.split('\n').flatMap((line) => {
    const end = line.indexOf('\t');
    return end < 0 ? [] : [{ topic, key: line.slice(0, end), value: line.slice(end + 1) }];
  });
