import type { Instant } from "../time.ts";
import type { Hj212Header } from "./hj212-header.ts";

/** A frame of HJ 212 that the journal was given. */
export interface HeardFrame {
  readonly mn: string;
  readonly at: Instant;
  /** The whole frame, as it came. */
  readonly bytes: Uint8Array;
  /** With the QN of the data area when the header has none (2005). */
  readonly header: Hj212Header;
  readonly dataArea: string;
  /** Deviations of the frame from the standard that were accepted. */
  readonly quirks: readonly string[];
}

/** An open connection to one or more devices. */
export interface DeviceConnection {
  readonly address: string;
  /** Writes a frame; false when the peer cannot take it any more. */
  send(frame: Uint8Array): boolean;
}

/**
 * Is told by the HJ 212 listener what devices say, so that they can be spoken to over the connection on which they
 * speak. Its methods must be quick and must not throw: they run between a frame and its acknowledgement.
 */
export interface FrameObserver {
  /** A frame came over this connection; called after the journal was given it. */
  heard(frame: HeardFrame, connection: DeviceConnection): void;
  /** A logger without an MN spoke over this connection, and a person gave it this one. */
  activating?(mn: string, connection: DeviceConnection): void;
  /** The connection is gone. */
  connectionClosed(connection: DeviceConnection): void;
}

/** A message that a device published over MQTT and that the journal was given. */
export interface PublishedMessage {
  readonly mn: string;
  readonly kind: "hj212" | "readings" | "down";
  readonly payload: Uint8Array;
  readonly address: string;
}
