import { setTimeout as pause } from "node:timers/promises";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { Log } from "../../core/log.ts";
import { BackOff } from "../../doors/back-off.ts";

const BACK_OFF = { firstMs: 250, longestMs: 5_000 } as const;

/**
 * Does what asks stores, again and again with back-off until they answer. That they are away is said once, and once
 * that they are back.
 * @throws whatever is no outage, and what `signal` was aborted with
 */
export async function whenStoresAnswer<T>(
  name: string,
  work: () => Promise<T>,
  { log, signal }: { readonly log: Log; readonly signal?: AbortSignal },
): Promise<T> {
  const backOff = new BackOff(name, BACK_OFF);
  for (let isSaid = false; ; isSaid = true) {
    try {
      const done = await work();
      if (isSaid) log.info({ waiting: name }, "the store is there");
      return done;
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError)) throw cause;
      if (!isSaid) log.warn({ waiting: name, cause: cause.message, ...cause.trouble }, "a store is away, it is waited for");
    }
    signal?.throwIfAborted();
    await pause(backOff.next(), undefined, { ...(signal && { signal }), ref: false });
  }
}
