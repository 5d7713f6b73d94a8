import { patch, type Tagged } from "../../api/client.ts";
import { part, taggedRead } from "../../api/read.ts";

/** The registry document, as far as registering a device needs it. */
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
  /** Hardware id of a logger that has no MN yet. */
  readonly loggerId?: string;
  readonly hj212Password?: string;
  readonly mqttSecret?: string;
  readonly outlet?: string;
  readonly channels?: readonly ChannelRow[];
}

/** What keeps the data of a device out. */
export type Missing = "password" | "outlet" | "channels";

/**
 * What is missing before the data of the device can be stored. Without a password it cannot be registered; the rest may
 * come later.
 */
export function missingOf({ hj212Password, mqttSecret, outlet, channels }: Partial<DeviceValues>): readonly Missing[] {
  const missing: Missing[] = [];
  if (isEmpty(hj212Password) && isEmpty(mqttSecret)) missing.push("password");
  if ((channels ?? []).length === 0) missing.push("channels");
  else if (isEmpty(outlet)) missing.push("outlet");
  return missing;
}

/** A row of the registry to be written. */
interface RowChange {
  readonly path: string;
  readonly fields: object;
}

/** The device and its channels as rows of the registry, the device first. */
export function rowsOf(values: DeviceValues): readonly RowChange[] {
  const { mn, edition, loggerId, hj212Password, mqttSecret, outlet, channels = [] } = values;
  const device = {
    edition,
    ...(isEmpty(loggerId) ? {} : { loggerId }),
    ...(isEmpty(hj212Password) ? {} : { hj212Password }),
    ...(isEmpty(mqttSecret) ? {} : { mqttSecret }),
  };
  const added = isEmpty(outlet) ? [] : channels.map((row) => channelOf(row, { outlet, device: mn }));
  return [
    { path: `/registry/devices/${part(mn)}`, fields: device },
    ...added.map((channel) => ({
      path: `/registry/channels/${part([mn, channel.st ?? "", channel.factor, ""].join("/"))}`,
      fields: channel,
    })),
  ];
}

function channelOf({ factor = "", st, unit = "", pollutant }: ChannelRow, of: Pick<NewChannel, "outlet" | "device">): NewChannel {
  const isNamed = needsPollutant(factor) && !isEmpty(pollutant);
  return { ...of, ...(isEmpty(st) ? {} : { st }), factor, ...(isNamed ? { pollutant } : {}), unit: unit.trim() };
}

function isEmpty(text: string | undefined): text is undefined {
  return text === undefined || text === "";
}

/**
 * True for a code that HJ 212-2017 does not have, nor any that begins with it, such as `011` and `S03` of 2005: what it
 * measures has to be said.
 */
export function needsPollutant(factor: string): boolean {
  return factor !== "" && !/^[a-z]\d{0,5}$/.test(factor);
}

/**
 * The system code that devices at such outlets send: as others of this registry do, else as the standard has it for
 * stacks and effluents. A proposal.
 */
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

/**
 * The device that already sends what the row measures for the outlet; a second one would mix its readings with those.
 */
export function senderOf({ channels = [] }: RegistryDocument, outlet: string | undefined, row: ChannelRow): string | undefined {
  const { factor = "", pollutant } = row;
  const measured = needsPollutant(factor) ? pollutant : factor;
  return channels.find((c) => c.outlet === outlet && (c.pollutant ?? c.factor) === measured)?.device;
}

/** The registry as it was read, with its version. */
export type SeenRegistry = Tagged<RegistryDocument>;

/** The registry, with the version that a change of it names. */
export const REGISTRY = taggedRead<RegistryDocument>("/registry");

/**
 * Writes the device and its channels row by row, each on top of the version that the row before made.
 * @throws ApiError `precondition-failed` when somebody changed the registry meanwhile: nothing more is written.
 */
export async function registerDevice({ version }: SeenRegistry, values: DeviceValues): Promise<void> {
  let seen = version;
  for (const { path, fields } of rowsOf(values)) seen = await patch(path, fields, seen);
}
