import type { Bus } from "./bus.ts";

/** How long the answer to a new registry waits for the doors to have it in memory. */
const DOORS_MS = 2_000;

/**
 * Follows which registry version the doors have in memory. The returned function waits until they have `seq`, so that a
 * device that was just registered is known when its registration is answered.
 */
export function followRegistryInDoors(bus: Bus): (seq: number) => Promise<void> {
  let known = 0;
  const waiting = new Set<() => void>();
  bus.onMessage("registry-loaded", (message) => {
    known = Math.max(known, message.seq);
    for (const look of [...waiting]) look();
  });
  return (seq) =>
    new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (known >= seq) finish();
      };
      const timer = setTimeout(finish, DOORS_MS);
      waiting.add(look);
      look();
    });
}
