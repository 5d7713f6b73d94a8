import type { Instant } from "../../core/time.ts";

/** A virtual plant: what it produces by the hour, what it emits, and the instruments that watch it. Data only. */
export interface PlantDefinition {
  readonly seed: number;
  /** How restless everything is: 1 (when left out) is natural, 0 is a plant of the textbook, without any chance. */
  readonly unrest?: number;
  /** Load by shift, in the order of the day; the last one also covers the hours before the first. */
  readonly shifts: readonly Shift[];
  readonly stations: readonly StationDefinition[];
}

/** From this Beijing hour on the plant runs at this share of its full load. */
export interface Shift {
  readonly fromHour: number;
  readonly load: number;
}

/** One monitored outlet with its instruments. */
export interface StationDefinition {
  readonly outlet: string;
  readonly kind: "stack" | "effluent" | "boundary";
  readonly channels: readonly ChannelDefinition[];
  readonly events: readonly PlantEvent[];
}

export interface ChannelDefinition {
  readonly factor: string;
  readonly unit: string;
  readonly model: ChannelModel;
  readonly analyser: AnalyserDefinition;
  readonly limit?: StationLimit;
}

/** The permit limit of the hour mean, in the channel's unit; with a reference oxygen content it is for the converted value. */
export interface StationLimit {
  readonly value: number;
  readonly oxygenReference?: number;
}

/** What happens at the place of measurement, before any sensor sees it. Everything is linear in the load unless said otherwise. */
export type ChannelModel =
  /** mg/m³ at `atOxygen`, before treatment, and the share the treatment removes. Excess air dilutes it. */
  | {
      readonly kind: "flue-gas";
      readonly rawIdle: number;
      readonly rawFull: number;
      readonly removal: number;
      readonly atOxygen: number;
    }
  /** Volume percent, dry. */
  | { readonly kind: "oxygen"; readonly idle: number; readonly full: number }
  /** °C. */
  | { readonly kind: "temperature"; readonly idle: number; readonly full: number }
  /** m³/s of flue gas. */
  | { readonly kind: "gas-flow"; readonly idle: number; readonly full: number }
  /** mg/L: the day's mean at the inlet, its daily swing as a share, and the share the works remove. */
  | { readonly kind: "effluent"; readonly influent: number; readonly swing: number; readonly removal: number }
  /** L/s: the day's mean and its daily swing as a share. */
  | { readonly kind: "water-flow"; readonly mean: number; readonly swing: number }
  /** mg/m³ that come from elsewhere, kg/h that always escape at full load, and mg/m³ that each kg/h makes at the boundary. */
  | { readonly kind: "boundary"; readonly background: number; readonly leak: number; readonly perKgHour: number };

export interface AnalyserDefinition {
  /** Upper end of the range; above it the analyser shows this and the flag T. */
  readonly max: number;
  /** Standard deviation of one sample, as a share of the value. */
  readonly noise: number;
  /** How far the analyser has run off at the end of a week after its calibration, as a share of the value. */
  readonly weeklyDrift: number;
  /** Seconds over which the instrument itself averages. */
  readonly averagingSeconds: number;
  readonly decimals: number;
}

/** Something out of the ordinary at a station. */
export type PlantEvent =
  /** The treatment removes less of a factor by this share of its removal. */
  | { readonly kind: "removal-lost"; readonly factor: string; readonly share: number; readonly when: EventTime }
  /** An unorganised release of so many kg/h upwind of the station. */
  | {
      readonly kind: "release";
      readonly factor: string;
      readonly kgPerHour: number;
      readonly declared: boolean;
      readonly when: EventTime;
    };

/** Daily events make every stretch of 24 whole hours contain each of their hours exactly once. `toHour` and `end` are exclusive. */
export type EventTime =
  | { readonly kind: "daily"; readonly fromHour: number; readonly toHour: number }
  | { readonly kind: "once"; readonly start: Instant; readonly end: Instant };
