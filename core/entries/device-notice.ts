import type { DeviceMatter } from "../judging/device-matters.ts";

/** What a door noticed of a device that people should look at, as it stands in the journal. */
export interface DeviceNotice {
  readonly matter: DeviceMatter;
  /** Wrong passwords, or changes of the address, so far in that hour. */
  readonly count: number;
}
