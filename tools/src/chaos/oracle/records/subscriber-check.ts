import type { Frame } from '../../load/watcher.js';
import { finding, groupedBy, type Finding } from '../findings.js';
import type { PlacedEntry } from './journal-check.js';

type Change = Pick<PlacedEntry, 'id' | 'aggregateId' | 'type' | 'recordedAt' | 'position'>;

/**
 * A subscriber that goes on from its last cursor after every break is told each change once, in the order of positions.
 * @param changes of grid events recorded since it subscribed
 */
export function checkSubscriber(
  name: string,
  frames: readonly Frame[],
  changes: readonly Change[],
): Finding[] {
  const places = new Map(changes.map((change) => [keyOf(change), change]));
  const told = groupedBy(frames, keyOfFrame);
  const order = frames.flatMap((frame) => places.get(keyOfFrame(frame))?.position ?? []);
  return [
    ...changes
      .filter((change) => !told.has(keyOf(change)))
      .map(({ id }) => finding('lost', `${name}: never told of ${id}`)),
    ...[...told].flatMap(([key, same]) =>
      same.length > 1 ? [finding('doubled', `${name}: told ${same.length} times of ${key}`)] : [],
    ),
    ...[...told.keys()]
      .filter((key) => !places.has(key))
      .map((key) => finding('doubled', `${name}: told of ${key}, which nobody recorded`)),
    ...order.flatMap((position, index) =>
      position <= (order[index - 1] ?? 0)
        ? [finding('disordered', `${name}: position ${position} after ${order[index - 1]}`)]
        : [],
    ),
  ];
}

function keyOf({ aggregateId, type, recordedAt }: Change): string {
  const [, transition] = type.split('.');
  return `${aggregateId} ${transition} ${recordedAt.toISOString()}`;
}

const keyOfFrame = ({ gridEvent, transition, at }: Frame): string =>
  `${gridEvent.id} ${transition} ${new Date(at).toISOString()}`;
