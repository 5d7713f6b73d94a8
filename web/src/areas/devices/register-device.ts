import { get, put } from "../../api/client.ts";

/** The registry document, as far as registering a device needs it. Everything else of it is carried along as it is. */
export interface RegistryDocument {
  readonly enterprises?: readonly { readonly id: string; readonly name: string }[];
  readonly outlets?: readonly RegisteredOutlet[];
  readonly devices?: readonly { readonly mn: string }[];
  readonly channels?: readonly NewChannel[];
  readonly limits?: readonly { readonly outlet: string; readonly pollutant: string; readonly unit: string }[];
}

interface RegisteredOutlet {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly kind: string;
  readonly enterprise: string;
}

export interface NewChannel {
  readonly outlet: string;
  readonly device: string;
  readonly st?: string;
  readonly factor: string;
  readonly pollutant?: string;
  readonly unit: string;
}

/** A row of the form. What is not filled in is empty or absent. */
export interface ChannelRow {
  readonly factor?: string;
  readonly st?: string;
  readonly unit?: string;
  /** What the factor measures, where its code does not say. */
  readonly pollutant?: string;
}

export interface DeviceValues {
  readonly mn: string;
  readonly edition: string;
  readonly hj212Password?: string;
  readonly mqttSecret?: string;
  readonly outlet?: string;
  readonly channels?: readonly ChannelRow[];
}

/** What keeps the data of a device out. */
export type Missing = "password" | "outlet" | "channels";

/** What is missing before the data of the device can be stored. Without a password it cannot be registered; the rest may come later. */
export function missingOf({ hj212Password, mqttSecret, outlet, channels }: Partial<DeviceValues>): readonly Missing[] {
  const missing: Missing[] = [];
  if (isEmpty(hj212Password) && isEmpty(mqttSecret)) missing.push("password");
  if ((channels ?? []).length === 0) missing.push("channels");
  else if (isEmpty(outlet)) missing.push("outlet");
  return missing;
}

/** The document with one more device and its channels. */
export function withDevice<T extends RegistryDocument>(document: T, values: DeviceValues): T {
  const { mn, edition, hj212Password, mqttSecret, outlet, channels = [] } = values;
  const device = {
    mn,
    edition,
    ...(isEmpty(hj212Password) ? {} : { hj212Password }),
    ...(isEmpty(mqttSecret) ? {} : { mqttSecret }),
  };
  const added = isEmpty(outlet) ? [] : channels.map((row) => channelOf(row, { outlet, device: mn }));
  return {
    ...document,
    devices: [...(document.devices ?? []), device],
    channels: [...(document.channels ?? []), ...added],
  };
}

function channelOf({ factor = "", st, unit = "", pollutant }: ChannelRow, of: Pick<NewChannel, "outlet" | "device">): NewChannel {
  const isNamed = needsPollutant(factor) && !isEmpty(pollutant);
  return { ...of, ...(isEmpty(st) ? {} : { st }), factor, ...(isNamed ? { pollutant } : {}), unit: unit.trim() };
}

function isEmpty(text: string | undefined): text is undefined {
  return text === undefined || text === "";
}

/** True for a code that is none of HJ 212-2017 and no beginning of one, such as `011` and `S03` of 2005: what it measures has to be said. */
export function needsPollutant(factor: string): boolean {
  return factor !== "" && !/^[a-z]\d{0,5}$/.test(factor);
}

/** The system code that devices at such outlets send: as others of this registry do, else as the standard has it for stacks and effluents. A proposal. */
export function usualSt({ outlets = [], channels = [] }: RegistryDocument, outlet: string | undefined): string | undefined {
  const kind = outlets.find((o) => o.id === outlet)?.kind;
  if (kind === undefined) return undefined;
  const alike = new Set(outlets.filter((o) => o.kind === kind).map((o) => o.id));
  const own = channels.find((c) => c.outlet === outlet && c.st !== undefined);
  const other = own ?? channels.find((c) => alike.has(c.outlet) && c.st !== undefined);
  return other?.st ?? (kind === "stack" ? "31" : kind === "effluent" ? "32" : undefined);
}

/** The unit in which others measure the factor, at this outlet before all; `undefined` when nobody does. */
export function usualUnit(
  { limits = [], channels = [] }: RegistryDocument,
  outlet: string | undefined,
  factor: string,
): string | undefined {
  const limit = limits.find((l) => l.outlet === outlet && l.pollutant === factor);
  return limit?.unit ?? channels.find((c) => c.factor === factor)?.unit;
}

/** A channel for each pollutant that has a limit at the outlet. */
export function channelsFromLimits(registry: RegistryDocument, outlet: string): readonly ChannelRow[] {
  const st = usualSt(registry, outlet);
  const unitByPollutant = new Map((registry.limits ?? []).filter((l) => l.outlet === outlet).map((l) => [l.pollutant, l.unit]));
  return [...unitByPollutant].map(([factor, unit]) => ({ factor, unit, ...(st !== undefined && { st }) }));
}

/** The device that already sends what the row measures for the outlet; a second one would mix its readings with those. */
export function senderOf({ channels = [] }: RegistryDocument, outlet: string | undefined, row: ChannelRow): string | undefined {
  const { factor = "", pollutant } = row;
  const measured = needsPollutant(factor) ? pollutant : factor;
  return channels.find((c) => c.outlet === outlet && (c.pollutant ?? c.factor) === measured)?.device;
}

/** Reads the registry. Its secrets come as `{"set":true}`, which keeps what is stored when it goes back. */
export function readRegistry(): Promise<RegistryDocument> {
  return get<RegistryDocument>("/registry");
}

/**
 * Registers a device in the document that was read, unless somebody changed it meanwhile: then nothing is sent, and the answer is the document as it is
 * now. The document has no version, so it is read again right before it is sent.
 */
export async function registerDevice(seen: RegistryDocument, values: DeviceValues): Promise<RegistryDocument | undefined> {
  const current = await readRegistry();
  if (JSON.stringify(current) !== JSON.stringify(seen)) return current;
  await put("/registry", withDevice(seen, values));
  return undefined;
}
