import type { Client } from "aedes";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import type { DeviceDirectory } from "../core/field/devices.ts";
import type { PublishedMessage } from "../core/field/frame-observer.ts";
import type { DoorRefusal, OnRefused } from "../core/field/refusal.ts";
import type { JournalWriter } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { DayBudgets } from "../doors/day-budgets.ts";
import type { BrokerLimits } from "./broker-limits.ts";
import type { Connection } from "./connection.ts";

/** What the hooks of the broker share. */
export interface BrokerContext {
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  readonly limits: BrokerLimits;
  /** What each device has brought today; without it there is no bound. */
  readonly budgets?: DayBudgets;
  /** Called with every message of a device right after the journal was given it; must be quick and must not throw. */
  readonly onMessage: (message: PublishedMessage) => void;
  /** Called when a client was refused under a name. */
  readonly onRefused: OnRefused;
  /** Monotonic milliseconds, for rates; never for a stamp. */
  readonly now: () => number;
  /** The connection of an aedes client; `undefined` only for clients that are not ours. */
  readonly connectionOf: (client: Client | null) => Connection | undefined;
  /** True once the broker closes: nothing new is taken. */
  readonly isClosing: () => boolean;
}

/** Why something was refused; the label of `mqtt_refused_total`. */
export type RefusalReason =
  | "credentials"
  | "certificate-name"
  | "too-many-failures"
  | "directory-unavailable"
  | "take-overs"
  | "client-id"
  | "protocol-version"
  | "foreign-topic"
  | "foreign-subscription"
  | "foreign-will"
  | "too-many-subscriptions"
  | "too-many-connections"
  | "too-many-sockets"
  | "packet-too-large"
  | "malformed-length"
  | "malformed-packet"
  | "not-a-connect"
  | "answers-unread"
  | "silent";

/** Counts a refusal and says so in the log, at `debug`: who is refused can do it as often as he likes. */
export function refuse(context: BrokerContext, reason: RefusalReason, facts: object): void {
  context.counters.add("mqtt_refused_total", reason);
  context.log.debug({ reason, ...facts }, "mqtt refused");
}

/** What a device that was let in, or says who it is, is refused for, as it is shown on its page. */
export interface DeviceRefusal {
  readonly reason: RefusalReason;
  readonly detail: DoorRefusal;
  /** Its first bytes; none where they may hold a password. */
  readonly sample?: Uint8Array;
}

const NO_SAMPLE = new Uint8Array(0);
const IS_MN = /^[A-Za-z0-9_-]{1,32}$/;

/** Counts a refusal and tells it to those who look after the device: the one that is let in, or that was claimed. */
export function refuseDevice(context: BrokerContext, connection: Connection, { reason, detail, sample }: DeviceRefusal): void {
  const claimed = connection.mn ?? connection.request?.username ?? "";
  const mn = IS_MN.test(claimed) ? claimed : "";
  const { address } = connection;
  refuse(context, reason, { mn, address, ...detail.facts });
  if (mn !== "") context.onRefused({ transport: "mqtt", mn, address, reason, detail, sample: sample ?? NO_SAMPLE });
}

/** Tells those who look after a device, once a day, that it waits because of what it has brought today. */
export function tellOverBudget({ budgets, onRefused }: BrokerContext, { mn, address }: Connection): void {
  const notice = mn === undefined ? undefined : budgets?.notice(mn);
  if (mn !== undefined && notice !== undefined) onRefused({ transport: "mqtt", mn, address, ...notice, sample: NO_SAMPLE });
}
