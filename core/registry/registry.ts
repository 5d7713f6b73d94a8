import type { BeijingDate } from "../time.ts";
import type { CrcOfLine } from "./crc-of-line.ts";
import type { Edition } from "./edition.ts";
import type { LawConfirmation, LawRow, OutletLaw } from "./law-row.ts";
import type { Limit } from "./limit.ts";
import type { StoredSecret } from "./stored-secret.ts";
import type { Upstream } from "./upstream.ts";

/** The registry document `outfall/registry/1`, checked: the grid, who answers for it, and what is measured where. */
export interface Registry {
  readonly schema: "outfall/registry/1";
  readonly cells: readonly Cell[];
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly assignments: readonly Assignment[];
  readonly enterprises: readonly Enterprise[];
  readonly emissionUnits: readonly EmissionUnit[];
  readonly treatmentUnits: readonly TreatmentUnit[];
  readonly outlets: readonly Outlet[];
  readonly devices: readonly Device[];
  readonly channels: readonly Channel[];
  readonly limits: readonly Limit[];
  /** Platforms to which readings are passed on; a document without the table has none. */
  readonly upstreams?: readonly Upstream[];
  /**
   * The rows of the law, and what two persons confirmed of it. They stand in every version, so that a replay judges by
   * the law of the day, and are no part of the document that people export and import.
   */
  readonly law?: readonly LawRow[];
  readonly lawConfirmations?: readonly LawConfirmation[];
}

/** A registry with nothing in it: what an empty installation has. */
export const EMPTY_REGISTRY: Registry = {
  schema: "outfall/registry/1",
  cells: [],
  units: [],
  people: [],
  assignments: [],
  enterprises: [],
  emissionUnits: [],
  treatmentUnits: [],
  outlets: [],
  devices: [],
  channels: [],
  limits: [],
};

export interface Validity {
  readonly validFrom?: BeijingDate;
  readonly validTo?: BeijingDate | null;
}

export type CellKind = "district" | "street" | "community" | "village" | "industrial-park" | "enterprise";
export type CellLevel = 1 | 2 | 3 | 4;

/** A cell of the grid (网格): 1 区, 2 街道, 3 社区/村, 4 重点企业. */
export interface Cell extends Validity {
  readonly id: string;
  readonly level: CellLevel;
  readonly parent: string | null;
  readonly kind: CellKind;
  readonly division?: string;
  readonly enterprise?: string;
  readonly name: string;
  readonly area?: string;
  readonly region?: unknown;
  readonly office?: string;
  readonly staffCount?: number;
}

/** A department that may be handed a case (职能部门). */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly phone?: string;
}

export type AssignmentRole =
  | "first-responsible"
  | "direct-responsible"
  | "officer"
  | "information-officer"
  | "full-time-staff"
  | "contact";

/** Who holds which role in a cell; `deputyFor` names the person this one stands in for (AB 角). */
export interface Assignment extends Validity {
  readonly cell: string;
  readonly person: string;
  readonly role: AssignmentRole;
  readonly deputyFor?: string;
}

export interface Enterprise {
  readonly id: string;
  readonly name: string;
  readonly uscc?: string;
  readonly permit?: string;
  readonly keySource?: boolean;
  readonly riskLevel?: string;
  readonly industry?: string;
  /** What all outlets together may emit in a year. */
  readonly annualAmounts?: readonly AnnualAmount[];
}

/** How much of a pollutant the permit allows in a year (许可排放量). */
export interface AnnualAmount {
  readonly pollutant: string;
  readonly tonnes: number;
  readonly source: string;
  readonly validFrom: BeijingDate;
  readonly validTo?: BeijingDate | null;
}

export interface EmissionUnit {
  readonly id: string;
  readonly enterprise: string;
  readonly code: string;
  readonly kind?: string;
  readonly outlets?: readonly string[];
  readonly ratedPowerKw?: number;
}

export interface TreatmentUnit {
  readonly id: string;
  readonly enterprise: string;
  readonly code: string;
  readonly serves?: readonly string[];
  readonly ratedPowerKw?: number;
}

export type OutletKind = "stack" | "effluent" | "boundary" | "in-plant" | "vent" | "bypass" | "power" | "furnace" | "weather";

export interface Location {
  readonly lon: number;
  readonly lat: number;
  readonly crs: string;
}

/** A discharge outlet (排口) or another monitored point of an enterprise. */
export interface Outlet extends Validity {
  readonly id: string;
  readonly enterprise: string;
  readonly code: string;
  readonly name: string;
  readonly kind: OutletKind;
  readonly location?: Location;
  /** What it is in the words of the law, so that rows of standards apply to it. */
  readonly law?: OutletLaw;
  /** What it may emit in a year by itself (主要排放口). */
  readonly annualAmounts?: readonly AnnualAmount[];
}

/** Which end of its period a device's time names. */
export type PeriodLabel = "start" | "end";

/** A data logger (数采仪), known by its MN. */
export interface Device {
  readonly mn: string;
  /** Hardware id of the logger that gets this MN when it has none (2025, 1001 and 1002). */
  readonly loggerId?: string;
  readonly hj212Password?: StoredSecret;
  readonly mqttSecret?: StoredSecret;
  /**
   * SM4 key of 16 bytes with which the device encrypts its data areas (HJ 212-2025). Sealed, never hashed: it is needed
   * to decrypt.
   */
  readonly sm4Key?: StoredSecret;
  /**
   * The next SM4 key, of 16 characters, that the device is to take (1014): what fits with it is read, too. It becomes
   * `sm4Key` once the device is known to use it.
   */
  readonly sm4KeyNew?: StoredSecret;
  /** `required`: data that come in clear although there is a key are refused; taken and counted when left out. */
  readonly encryption?: "preferred" | "required";
  readonly edition?: Edition;
  /** Whether the device labels an hour with its start (2017 practice) or its end. */
  readonly hourLabel?: PeriodLabel;
  /** The same for minute intervals and days; as `hourLabel` when left out (`labelOf`). */
  readonly minuteLabel?: PeriodLabel;
  readonly dayLabel?: PeriodLabel;
  readonly crc?: CrcOfLine;
  readonly realtimeSeconds?: number;
  /** `mean`: realtime data (2011) that carry `-Avg` and no `-Rtd` are taken: the mean of the sending interval. */
  readonly realtimeValue?: "moment" | "mean";
  readonly minuteMinutes?: number;
  /** The upstream whose platform passes this device's data on to us: they are not passed on to it again. */
  readonly relayedBy?: string;
  /**
   * How long an answer may take on its link, in seconds, and how often something is sent again: for what is asked of
   * it, and what `set-timeout` tells it.
   */
  readonly overTimeSeconds?: number;
  readonly resendCount?: number;
  /** MNs whose topics this device may also use as a bridge. */
  readonly bridgeFor?: readonly string[];
  /** What is asked of the device when it is first heard, in this order (HJ 212-2017, 6.7); nothing when left out. */
  readonly firstContact?: readonly FirstContactStep[];
  /** False when missing hours and minutes must not be asked of the device; asked for when left out. */
  readonly autoBackfill?: boolean;
  /**
   * False when the device must not be told the time because its clock is wrong; told when left out. It is still told
   * when it asks for the time, and when `firstContact` or a person says so.
   */
  readonly autoSetTime?: boolean;
}

/** A step of the first contact: intervals and waiting times are those of the device's row. */
export type FirstContactStep =
  | "set-time"
  | "set-timeout"
  | "set-intervals"
  | "start-realtime"
  | "stop-realtime"
  | "start-state"
  | "stop-state";

/** In the order of HJ 212-2017, 6.7. */
export const FIRST_CONTACT_STEPS: readonly FirstContactStep[] = [
  "set-time",
  "set-timeout",
  "set-intervals",
  "start-realtime",
  "stop-realtime",
  "start-state",
  "stop-state",
];

/** Maps what a device says (`st` when given, `factor`) to one outlet and pollutant. The unit belongs to the channel. */
export interface Channel extends Validity {
  readonly outlet: string;
  readonly device: string;
  readonly st?: string;
  readonly factor: string;
  readonly pollutant: string;
  readonly unit: string;
  readonly range?: { readonly min: number; readonly max: number };
}

/** Version of the document in the journal and in the records; one more than its steps in the file of upcasters. */
export const REGISTRY_FORMAT = 2;
