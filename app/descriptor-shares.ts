import { readFileSync } from "node:fs";

/** Open connections of each kind of door. */
export interface DoorConnections {
  readonly http: number;
  readonly mqtt: number;
  readonly hj212: number;
}

/** What the product itself keeps open: journal, stores, archive, threads, lines to other servers. */
export const OWN_DESCRIPTORS = 256;

/**
 * How many connections each door may have, so that all together never take the descriptors that the journal and the
 * stores need: as many as they want where there are enough of them. Where there are not, HTTP and HJ 212 have a quarter
 * each at most and MQTT what is left, so that neither pages nor one protocol can shut out the devices of another.
 * @param limit how many files the process may have open; `undefined` where nobody says it
 */
export function shareDescriptors(limit: number | undefined, wanted: DoorConnections): DoorConnections {
  const { http, mqtt, hj212 } = wanted;
  if (limit === undefined || http + mqtt + hj212 + OWN_DESCRIPTORS <= limit) return wanted;
  const free = Math.max(limit - OWN_DESCRIPTORS, 4);
  const quarter = Math.floor(free / 4);
  const shared = { http: Math.min(http, quarter), hj212: Math.min(hj212, quarter) };
  return { ...shared, mqtt: Math.min(mqtt, free - shared.http - shared.hj212) };
}

/** How many files this process may have open (`ulimit -n`); `undefined` where the system does not say it. */
export function openFilesLimit(file = "/proc/self/limits"): number | undefined {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync(file, "utf8"))?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
