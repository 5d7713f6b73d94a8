import { statfs } from "node:fs/promises";
import type { Counters } from "../core/counters.ts";
import type { Log } from "../core/log.ts";

/** So much more than the reserve is free before it is left, so that it does not come and go with every look. */
const LEAVE_FACTOR = 1.25;

export interface DiskReserveDeps {
  /** Free bytes below which the disk is in its reserve. */
  readonly reserveBytes: number;
  /** Free bytes now. */
  readonly freeBytes: () => Promise<number>;
  readonly onChange: (isInReserve: boolean) => void;
  readonly counters: Counters;
  readonly log: Log;
}

/** Looks at the free space of the disk and says when it comes into its reserve and out of it. */
export class DiskReserve {
  readonly #deps: DiskReserveDeps;
  #isInReserve = false;

  constructor(deps: DiskReserveDeps) {
    this.#deps = deps;
  }

  async look(): Promise<void> {
    const { reserveBytes, freeBytes, onChange, counters, log } = this.#deps;
    let free: number;
    try {
      free = await freeBytes();
    } catch (cause) {
      log.warn({ cause: String(cause) }, "free space of the disk is not known");
      return;
    }
    counters.set("disk_free_bytes", free);
    const isInReserve = free < (this.#isInReserve ? reserveBytes * LEAVE_FACTOR : reserveBytes);
    if (isInReserve === this.#isInReserve) return;
    this.#isInReserve = isInReserve;
    const facts = { freeBytes: free, reserveBytes };
    if (isInReserve) log.error(facts, "the disk is in its reserve: devices that brought much today wait, the others go on");
    else log.info(facts, "the disk has left its reserve");
    onChange(isInReserve);
  }
}

/** Free bytes of the file system of a folder, as far as we may use them. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
