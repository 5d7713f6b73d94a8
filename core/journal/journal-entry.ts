import type { Instant } from "../time.ts";

/**
 * What kinds of entries stand in the journal. Everything that can change a verdict is one:
 * - `frame`: bytes a device sent; `payload` is the raw message; of format 2 where a password or key in it is starred,
 *   with the `FrameProof` as a line of JSON before the message;
 * - `retry`: a quarantined message offered again; `payload` is the raw message, `ref` the entry it first came with;
 *   of format 2 where somebody asked for it, with the `AskedRetry` as a line of JSON before the message;
 * - `registry`: a registry version; `payload` is a `RegistryPayload` as JSON, with sealed secrets;
 * - `command`: what a person or the API asked for; `payload` is a `Command` as JSON;
 * - `notice`: what a door noticed of a device that people should look at; `payload` is a `DeviceNotice` as JSON;
 * - `tick`: the clock was looked at; `at` is what it said, and every deadline up to then is due. `payload` is empty, or
 *   the `CommandRequest` of whoever moved the clock, as JSON.
 */
export type EntryKind = "frame" | "retry" | "registry" | "command" | "notice" | "tick";

export type Transport = "mqtt" | "hj212" | "external" | "api" | "system";

/** An entry before it has its place in the order. */
export interface NewEntry {
  readonly kind: EntryKind;
  /** Our clock when the entry came in at the door (not the device's time). */
  readonly at: Instant;
  readonly transport: Transport;
  /** The device, as proven by its credentials; empty for entries that no device sent. */
  readonly mn: string;
  /** MQTT topic; empty for other transports. */
  readonly topic: string;
  readonly payload: Uint8Array;
  /** For `retry`: the sequence number of the entry that is offered again. */
  readonly ref?: number;
  /**
   * Version of the form of `payload`; 1 when left out. Of `frame` and `retry` see there; a higher one of a registry or
   * a command comes with a step in the file of upcasters.
   */
  readonly format?: number;
}

/** A durable entry. `seq` is dense enough to order by, starts at 1, and is never used twice. */
export interface JournalEntry extends NewEntry {
  readonly seq: number;
  readonly format: number;
}
