/** A bounded queue of what must still be delivered, oldest first. */
export interface Backlog<T> {
  /** Adds to the end. When it is full something is given up: the oldest dispensable item, or else the oldest. */
  add(item: T): void;
  take(): T | undefined;
  /** Puts what was taken back to the front, in its old order. Never gives anything up: it was counted in before. */
  putBack(items: readonly T[]): void;
  size(): number;
  dropped(): number;
}

/** @param isDispensable true for items that are given up first: a realtime value has its worth now, a mean for ever */
export function createBacklog<T>(capacity: number, isDispensable: (item: T) => boolean): Backlog<T> {
  let items: T[] = [];
  let dropped = 0;
  return {
    add(item) {
      items.push(item);
      if (items.length <= capacity) return;
      items.splice(Math.max(0, items.findIndex(isDispensable)), 1);
      dropped++;
    },
    take: () => items.shift(),
    putBack(taken) {
      items = [...taken, ...items];
    },
    size: () => items.length,
    dropped: () => dropped,
  };
}
