import { startBroker } from "../../broker/start-broker.ts";
import { NO_COUNTERS } from "../../core/counters.ts";
import type { DeviceDirectory } from "../../core/field/devices.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { Log } from "../../core/log.ts";
import { SYSTEM_CLOCK } from "./system-clock.ts";

/** Lets every MN in with any secret, and under its own name only. */
const EVERYBODY: DeviceDirectory = {
  find: (mn) => ({ device: { mn }, acceptsMqttSecret: () => true, acceptsHj212Password: () => false }),
  mayUse: (device, mn) => device === mn,
};

/** The product's broker over a journal, without pipeline and API: what the listener itself does and costs. */
export function startBareBroker(journal: JournalWriter, log: Log): ReturnType<typeof startBroker> {
  return startBroker({
    plain: { host: "127.0.0.1", port: 0 },
    journal,
    devices: EVERYBODY,
    clock: SYSTEM_CLOCK,
    counters: NO_COUNTERS,
    log,
    limits: { deviceRate: 10_000_000, takeOversPerMinute: 1_000_000 },
  });
}
