import type { Instant } from "../../core/time.ts";

/** A virtual plant: what it produces by the hour, what it emits, and the instruments that watch it. Data only. */
export interface PlantDefinition {
  readonly seed: number;
  /** How restless everything is: 1 (when left out) is natural, 0 is a plant of the textbook, without any chance. */
  readonly unrest?: number;
  /** Load by shift, in the order of the day; the last one also covers the hours before the first. */
  readonly shifts: readonly Shift[];
  readonly stations: readonly StationDefinition[];
  /** What happens to the plant as a whole; every channel of it follows. */
  readonly events?: readonly PlantWideEvent[];
}

/** From this Beijing hour on the plant runs at this share of its full load. */
export interface Shift {
  readonly fromHour: number;
  readonly load: number;
}

/** One monitored outlet with its instruments. */
export interface StationDefinition {
  readonly outlet: string;
  readonly kind: "stack" | "effluent" | "boundary" | "power" | "bypass" | "weather";
  readonly channels: readonly ChannelDefinition[];
  readonly events: readonly PlantEvent[];
  /** What is wrong with its instruments. Truth knows nothing of it. */
  readonly faults?: readonly InstrumentFault[];
}

export interface ChannelDefinition {
  readonly factor: string;
  readonly unit: string;
  readonly model: ChannelModel;
  readonly analyser: AnalyserDefinition;
  readonly limit?: StationLimit;
}

/**
 * The permit limit of the hour mean, in the channel's unit; with a reference oxygen content it is for the converted
 * value.
 */
export interface StationLimit {
  readonly value: number;
  readonly oxygenReference?: number;
}

/**
 * What happens at the place of measurement, before any sensor sees it. Everything is linear in the load unless said
 * otherwise.
 */
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
  /**
   * mg/m³ that come from elsewhere, kg/h that always escape at full load, and mg/m³ that each kg/h makes at the
   * boundary.
   */
  | { readonly kind: "boundary"; readonly background: number; readonly leak: number; readonly perKgHour: number }
  /** kW that the production or the treatment draws. */
  | { readonly kind: "power"; readonly of: "production" | "treatment"; readonly ratedKw: number }
  /** 1 while the bypass is open, else 0. */
  | { readonly kind: "valve" }
  /** m/s, or degrees from which the wind blows. */
  | { readonly kind: "wind-speed" | "wind-direction"; readonly mean: number };

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

/** Something that happens to a plant as a whole. */
export type PlantWideEvent =
  /** The load is higher than the shift's by this share. */
  | { readonly kind: "overload"; readonly by: number; readonly when: EventTime }
  /**
   * The treatment loses this share of its power and of its removal: 1 is switched off, less is a fan that runs slow.
   */
  | { readonly kind: "treatment-off"; readonly share: number; readonly when: EventTime }
  /** This share of the raw gas leaves untreated past the stack and its instruments. */
  | { readonly kind: "bypass-open"; readonly share: number; readonly when: EventTime }
  /** Nothing is produced. */
  | { readonly kind: "stop"; readonly when: EventTime }
  /** The load rises from nothing; a treatment that is still cold removes half of what it does. */
  | { readonly kind: "start-up"; readonly when: EventTime & { readonly kind: "once" } }
  /** Everything stands still, the meters too. */
  | { readonly kind: "power-cut"; readonly when: EventTime };

/** What an instrument shows instead of what is there. Without a factor it concerns every instrument of the station. */
export type InstrumentFault = { readonly factor?: string; readonly when: EventTime & { readonly kind: "once" } } & (
  | { readonly kind: "stuck" }
  /** Runs off by this share of the value each hour. */
  | { readonly kind: "drift"; readonly sharePerHour: number }
  /** Shows at most this, hardly ever the same. */
  | { readonly kind: "clipped"; readonly at: number }
  /** A wrong unit or slope: multiplied. */
  | { readonly kind: "scaled"; readonly by: number }
  /**
   * The same number all the time, under the flag of what is going on: C calibration, D fault, M maintenance, F stopped,
   * N as if nothing were.
   */
  | { readonly kind: "shows"; readonly value: number; readonly flag: SampleFlag }
  /** A range that ends at `max`. */
  | { readonly kind: "over-range"; readonly max: number }
  /** Air is let in before the probe: this share of the sample. */
  | { readonly kind: "diluted"; readonly share: number }
  /** What it showed so many hours before. */
  | { readonly kind: "replayed"; readonly hoursBack: number }
);

/** HJ 212 flags that an instrument or its logger gives a sample. */
export type SampleFlag = "N" | "T" | "C" | "D" | "M" | "F";

/**
 * Daily events make every stretch of 24 whole hours contain each of their hours exactly once. `toHour` and `end` are
 * exclusive.
 */
export type EventTime =
  | { readonly kind: "daily"; readonly fromHour: number; readonly toHour: number }
  | { readonly kind: "once"; readonly start: Instant; readonly end: Instant };
