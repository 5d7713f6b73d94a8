import type { Hj212Header } from "../../../core/field/hj212-header.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import type { Edition } from "../../../core/registry/edition.ts";
import type { Instant } from "../../../core/time.ts";
import type { CrcVariant } from "./crc.ts";
import type { DataPair } from "./parse-data-area.ts";
import type { Quirk } from "./quirks.ts";
import type { FactorData } from "./read-factors.ts";

/**
 * What a message brings: readings, by the period that its command covers, or `exchange` for every other command, whose
 * pairs stay as sent.
 */
export type Hj212Body =
  | {
      readonly kind: Basis;
      readonly time: DataTime;
      readonly factors: readonly FactorData[];
      /** What belongs to no factor although it should; absent when there is nothing. */
      readonly stray?: readonly string[];
    }
  | { readonly kind: "exchange" };

/** DataTime: the moment (realtime) or the label of the period, before any device option is applied. */
export type DataTime =
  | { readonly state: "given"; readonly at: Instant }
  | { readonly state: "missing" }
  | { readonly state: "impossible"; readonly text: string };

/** A decoded HJ 212 message. */
export interface Hj212Message extends Hj212Header {
  readonly edition: Edition;
  /** The text of the data area between `CP=&&` and `&&`, in clear. */
  readonly dataArea: string;
  /** All pairs of the data area in their order, as sent. */
  readonly pairs: readonly DataPair[];
  readonly body: Hj212Body;
  /** Accepted deviations, each once. */
  readonly quirks: readonly Quirk[];
}

/** What is known of the device before its bytes are read. */
export interface DecodeOptions {
  /** The edition the device is registered with; wins over the Flag bits, which do not prove 2025. */
  readonly edition?: Edition;
  /** The CRC variant the device is registered with; `standard` when left out. Other variants are refused. */
  readonly crc?: CrcVariant;
  /**
   * The device's SM4 key of 16 bytes, when it may encrypt its data areas (2025). Never part of a message, a failure or
   * a log line.
   */
  readonly sm4Key?: Uint8Array;
}
