import type { Basis } from "../../../core/readings/reading.ts";
import type { Instant } from "../../../core/time.ts";
import type { FactorData } from "./read-factors.ts";

/** A field whose text is not what its name promises: kept with its text, never guessed at. */
export interface UnreadableField {
  readonly name: string;
  readonly text: string;
}

/** The state of a treatment facility (2021). 2005 knows the first two only. */
export type EquipmentState = "off" | "on" | "calibrating" | "maintenance" | "alarm" | "back-blow";

/** What a level of sound is: `LA` the moment's, `Leq` the mean, `L10` what is exceeded a tenth of the time … with the suffix it came under. */
export interface NoiseLevel {
  readonly name: string;
  readonly field: "Rtd" | "Data" | "DayData" | "NightData";
  readonly decibels: number;
  readonly flag: string | undefined;
}

/** One sample of an analyser with a cycle (2013). */
export interface RawSample {
  readonly factor: string;
  readonly sampledAt: Instant | undefined;
  readonly completedAt: Instant | undefined;
  readonly sampleType: string | undefined;
  readonly value: number | undefined;
  readonly flag: string | undefined;
}

/** One automatic check against a standard sample (2062). */
export interface StandardCheck {
  readonly factor: string;
  readonly measured: number | undefined;
  readonly nominal: number | undefined;
  readonly result: "passed" | "failed" | undefined;
}

export interface Alarm {
  readonly factor: string;
  readonly value: number | undefined;
  readonly event: "over-limit" | "back-to-normal" | undefined;
}

/** What the platform reads or sets at the device; only those that the packet names are there. */
export interface DeviceParameters {
  /** Wait for an answer, and how often to send again (1000). */
  readonly overTimeSeconds?: number;
  readonly resendCount?: number;
  /** 1001 of 2005. */
  readonly warnTimeSeconds?: number;
  readonly systemTime?: Instant;
  readonly realtimeSeconds?: number;
  readonly minuteMinutes?: number;
  /** Sampling (3016-3018): first sample of the day `HHmmss`, hours between two samples, minutes a sample takes. */
  readonly firstSample?: string;
  readonly sampleHours?: number;
  readonly sampleMinutes?: number;
  /** Bottle number of a kept sample (3015). */
  readonly bottle?: number;
  /** 0 zero, 1 span (3011, 2025). */
  readonly calibration?: "zero" | "span";
  /** 2005: address to call and hour and minute of the daily report. */
  readonly alarmTarget?: string;
  readonly reportTime?: string;
}

export interface AlarmLimits {
  readonly factor: string;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** A piece of site information (3020, 3021): state, parameter, or a log text. */
export interface SiteInformation {
  /** `i12001` and the like. */
  readonly code: string;
  readonly value: string;
  /** A log text, which stood between `//`. */
  readonly isLog: boolean;
}

/** What the data area of a command says. `time` is DataTime (of 2072 AlarmTime); `undefined` when it is missing or names no moment. */
export type DataAreaContent =
  | { readonly kind: "realtime"; readonly time: Instant | undefined; readonly factors: readonly FactorData[] }
  | {
      readonly kind: "statistics";
      readonly basis: Exclude<Basis, "realtime">;
      readonly time: Instant | undefined;
      readonly factors: readonly FactorData[];
    }
  | { readonly kind: "furnace-temperature"; readonly time: Instant | undefined; readonly factors: readonly FactorData[] }
  | {
      readonly kind: "noise";
      readonly basis: Basis | "single";
      readonly time: Instant | undefined;
      readonly levels: readonly NoiseLevel[];
    }
  | { readonly kind: "raw-samples"; readonly time: Instant | undefined; readonly samples: readonly RawSample[] }
  | { readonly kind: "check"; readonly time: Instant | undefined; readonly checks: readonly StandardCheck[] }
  | {
      readonly kind: "equipment-state";
      readonly time: Instant | undefined;
      readonly equipment: readonly { readonly name: string; readonly state: EquipmentState | undefined }[];
    }
  | {
      readonly kind: "running-time";
      readonly time: Instant | undefined;
      readonly equipment: readonly { readonly name: string; readonly hours: number | undefined }[];
    }
  | { readonly kind: "restart"; readonly time: Instant | undefined; readonly restartedAt: Instant | undefined }
  | { readonly kind: "alarm"; readonly time: Instant | undefined; readonly alarms: readonly Alarm[] }
  | {
      readonly kind: "query";
      readonly from: Instant | undefined;
      readonly to: Instant | undefined;
      readonly factors: readonly string[];
    }
  | {
      readonly kind: "device-id";
      readonly time: Instant | undefined;
      readonly ids: readonly { readonly code: string; readonly id: string }[];
    }
  | {
      readonly kind: "information";
      readonly time: Instant | undefined;
      readonly factors: readonly string[];
      /** InfoId: what is asked for. */
      readonly asked: readonly string[];
      readonly values: readonly SiteInformation[];
    }
  | { readonly kind: "parameters"; readonly factors: readonly string[]; readonly parameters: DeviceParameters }
  | { readonly kind: "alarm-limits"; readonly factors: readonly string[]; readonly limits: readonly AlarmLimits[] }
  /** A new password (1072) or SM4 key (1014). What it is stands in the pairs only, so that nobody prints it with the rest. */
  | {
      readonly kind: "secret";
      readonly secret: "password" | "key";
      readonly isGiven: boolean;
      readonly createdAt: string | undefined;
    }
  | { readonly kind: "interaction"; readonly answer: "request" | "execution"; readonly code: number | undefined }
  | { readonly kind: "interaction"; readonly answer: "notification" | "data" }
  | { readonly kind: "heartbeat" }
  /** A control command: the factors it is about. */
  | { readonly kind: "control"; readonly factors: readonly string[]; readonly parameters: DeviceParameters }
  /** No edition knows the command, or its data area is empty where it need not be read. */
  | { readonly kind: "other" };

/** The content with the fields that could not be read. */
export type DataArea = DataAreaContent & { readonly unreadable: readonly UnreadableField[] };
