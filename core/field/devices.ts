import type { Device } from "../registry/registry.ts";

/** A registered device as a door sees it: who it is, and whether what it presents is its credential. */
export interface KnownDevice {
  readonly device: Device;
  /** True when `secret` is the device's MQTT secret. Constant time. False when it has none. */
  acceptsMqttSecret(secret: string): boolean;
  /** True when `password` is the device's HJ 212 PW. Constant time. False when it has none. */
  acceptsHj212Password(password: string): boolean;
  /**
   * The HJ 212 PW in clear, for requests to the device (the protocol carries it in clear); `undefined` when it has none
   * or nobody can read it.
   */
  readonly hj212Password?: () => string | undefined;
  /**
   * The SM4 key of 16 bytes that opens what the device encrypts (2025); `undefined` when it has none or nobody can read
   * it. Never to be logged.
   */
  readonly sm4Key?: () => Uint8Array | undefined;
  /** The key that the device is to take next, when there is one and somebody can read it. Never to be logged. */
  readonly newSm4Key?: () => NewSm4Key | undefined;
}

/** A key that a device was sent, or is to be sent. */
export interface NewSm4Key {
  /** As the registry has it, sealed. */
  readonly stored: string;
  /** The 16 characters of NewSK. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The keys with which data of the device may come in now. */
export function keysOf(known: Pick<KnownDevice, "sm4Key" | "newSm4Key"> | undefined): readonly Uint8Array[] {
  const [own, next] = [known?.sm4Key?.(), known?.newSm4Key?.()?.bytes];
  return [...(own === undefined ? [] : [own]), ...(next === undefined ? [] : [next])];
}

/**
 * The devices of the registry version in force. A miss looks once for a newer version, so that a device registered a
 * moment ago is known.
 */
export interface DeviceDirectory {
  find(mn: string): KnownDevice | undefined;
  /** The device that was given to the logger with this hardware id. */
  findLogger?(loggerId: string): KnownDevice | undefined;
  /** True when `device` may use topics of `mn`: its own, or one it bridges for. */
  mayUse(device: string, mn: string): boolean;
}
