import { POLLUTANTS } from "../../../core/readings/pollutants.ts";
import { FIRST_OUTLET_BASES, type FirstOutletKind, type FirstPlant } from "../../../core/registry/first-plant.ts";
import type { Registry } from "../../../core/registry/registry.ts";
import {
  beijingDate,
  formatBeijingStamp,
  formatIso,
  HOUR,
  type Instant,
  plus,
  plusDays,
  startOfBeijingDate,
  startOfHour,
} from "../../../core/time.ts";
import type { ApiDeps, Door } from "../../context/deps.ts";
import type { FirstPlantWire } from "./schema.ts";

type Sending = FirstPlantWire["sendings"][number];

/** A value that somebody may send by hand to see it arrive. */
interface Sample {
  readonly what: Sending["what"];
  readonly basis: "realtime" | "hour" | "day";
  readonly at: Instant;
  readonly value: number;
}

const COMMANDS = { realtime: "2011", hour: "2061", day: "2031" } as const;
const FIELDS = { realtime: "Rtd", hour: "Avg", day: "Avg" } as const;
/** What the limits of each kind of outlet are compared with. */
const LIMITED: Readonly<Record<FirstOutletKind, "hour" | "day">> = { stack: "hour", effluent: "day", boundary: "hour" };
const BELOW = 0.8;
const ABOVE = 1.3;

/** Where the doors of devices are, as a machine beside the caller's would reach them. */
export interface DoorsAt {
  readonly mqtt: Door | null;
  readonly hj212: Door | null;
}

/** What of a plant its first values are made of. */
export type SampledPlant = Pick<FirstPlant, "pollutant" | "limit"> & { readonly outlet: Pick<FirstPlant["outlet"], "kind"> };
type SendingPlant = SampledPlant & Pick<FirstPlant, "device">;

/** The first limit that a channel of the device is compared with; none where no sample could pass one. */
export function sampledPlant({ channels, outlets, limits }: Registry, mn: string): SampledPlant | undefined {
  const own = channels.filter(({ device }) => device === mn);
  for (const { outlet, pollutant, value } of limits) {
    const kind = outlets.find(({ id }) => id === outlet)?.kind;
    const isMeasured = own.some((channel) => channel.outlet === outlet && channel.pollutant === pollutant);
    if (value !== undefined && isMeasured && isFirstKind(kind)) return { pollutant, limit: value, outlet: { kind } };
  }
  return undefined;
}

function isFirstKind(kind: string | undefined): kind is FirstOutletKind {
  return kind !== undefined && Object.hasOwn(FIRST_OUTLET_BASES, kind);
}

/** Lines that send a first value of the plant: one that keeps the limit, and one that is above it. */
export function sendingsOf(
  plant: SendingPlant,
  { doors, now, encodeFrame }: { readonly doors: DoorsAt; readonly now: Instant } & Pick<ApiDeps, "encodeFrame">,
): readonly Sending[] {
  const samples: readonly Sample[] = [
    { what: "now", basis: "realtime", at: now, value: rounded(plant, BELOW) },
    { what: "above-limit", ...lastWhole(LIMITED[plant.outlet.kind], now), value: rounded(plant, ABOVE) },
  ];
  return samples.map((sample) => ({
    what: sample.what,
    mqtt: doors.mqtt && mosquittoLine(plant, sample, doors.mqtt),
    hj212: doors.hj212 && (encodeFrame?.(frameItems(plant, sample)) ?? null),
  }));
}

function lastWhole(basis: "hour" | "day", now: Instant): Pick<Sample, "basis" | "at"> {
  if (basis === "hour") return { basis, at: plus(startOfHour(now), -HOUR) };
  return { basis, at: startOfBeijingDate(plusDays(beijingDate(now), -1)) };
}

/** A share of the limit, with the decimals that the pollutant is printed with. */
function rounded({ limit, pollutant }: SampledPlant, share: number): number {
  const decimals = POLLUTANTS.get(pollutant)?.decimals ?? 0;
  return Number((limit * share).toFixed(decimals + 1));
}

function mosquittoLine({ pollutant, device }: SendingPlant, { basis, at, value }: Sample, { host, port }: Door): string {
  const payload = JSON.stringify({ at: formatIso(at), basis, values: { [pollutant]: { value } } });
  const who = `-h ${host} -p ${port} -u ${device.mn} -P ${device.mqttSecret} -i ${device.mn} -V mqttv311`;
  return `mosquitto_pub ${who} -q 1 -t outfall/v1/${device.mn}/readings -m '${payload}'`;
}

function frameItems({ pollutant, device }: SendingPlant, { basis, at, value }: Sample) {
  const field = `${pollutant}-${FIELDS[basis]}=${value},${pollutant}-Flag=N`;
  return {
    ...{ qn: formatBeijingStamp(at, true), st: pollutant.startsWith("w") ? "32" : "31", cn: COMMANDS[basis] },
    ...{ pw: device.hj212Password, mn: device.mn, flag: 5, cp: `DataTime=${formatBeijingStamp(at)};${field}` },
  };
}
