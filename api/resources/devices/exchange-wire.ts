import type { QuirkCount } from "../../../core/field/device-records.ts";
import { type DeviceFrame, type DeviceState, unheardDevice } from "../../../core/field/device-state.ts";
import type { Exchange } from "../../../core/field/exchange.ts";
import type { Gap } from "../../../core/field/gap.ts";
import type { Device } from "../../../core/registry/registry.ts";
import { formatIso, HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { EXCHANGE_RESULT_WORDS } from "../../../words/exchanges.ts";
import { type Names, NO_NAMES, type Telling } from "../../../words/names.ts";
import { say } from "../../../words/word-table.ts";
import { sayLine, type UnsaidLine } from "../../frames/say-line.ts";
import { rawText } from "../messages/raw-text.ts";
import type { ExchangeWire, FrameWire, GapWire, LineWire } from "./schema.ts";

/** A command to a device with what came of it. */
export function exchangeToWire(
  exchange: Exchange,
  nameOf: (actor: string) => string,
  telling: Pick<Telling, "language">,
): ExchangeWire {
  const { command, ...parameters } = exchange.command;
  const { id, mn, state, createdBy, attempts, qn, packets, returnCode, result: ended } = exchange;
  return {
    ...{ id, mn, command, state, createdBy, attempts, qn, packets, returnCode },
    result: ended === null ? "" : say(EXCHANGE_RESULT_WORDS, ended, { ...telling, names: NO_NAMES }),
    resultCode: ended?.code ?? null,
    facts: ended?.facts ?? {},
    createdByName: nameOf(createdBy),
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameterToWire(name, value)])),
    createdAt: formatIso(exchange.createdAt),
    sentAt: isoOrNull(exchange.sentAt),
    endedAt: isoOrNull(exchange.endedAt),
    answers: exchange.answers.map(({ cn, cp, at }) => ({ cn, cp, at: formatIso(at) })),
  };
}

/** Times of a command are instants; everything else is as it was asked. */
function parameterToWire(name: string, value: string | number): string | number {
  return name === "from" || name === "to" ? formatIso(value as Instant) : value;
}

/** A gap; `to` goes out as the end of its last period. */
export function gapToWire(gap: Gap, device: Device, names: Pick<Names, "outlet">): GapWire {
  const { id, mn, basis, outlets, state, attempts, exchange } = gap;
  const step = basis === "hour" ? HOUR : (device.minuteMinutes ?? 10) * MINUTE;
  const times = { from: formatIso(gap.from), to: formatIso(plus(gap.to, step)) };
  const changes = { foundAt: formatIso(gap.foundAt), changedAt: formatIso(gap.changedAt) };
  return {
    id,
    mn,
    basis,
    ...times,
    outlets: [...outlets],
    outletNames: outlets.map(names.outlet),
    state,
    attempts,
    exchange,
    ...changes,
  };
}

/** What the gateway knows of a device; of one that it never heard, nothing. */
export function lineToWire(mn: string, known: DeviceState | undefined, counted: readonly QuirkCount[]): LineWire {
  const state = known ?? unheardDevice(mn);
  const wasHeard = state.lastSeenAt !== null;
  return {
    connected: state.connected,
    transport: wasHeard ? state.transport : null,
    speaksHj212: state.speaksHj212,
    lastSeenAt: isoOrNull(state.lastSeenAt),
    address: wasHeard ? state.address : null,
    addresses: state.addresses.map((a) => ({ address: a.address, firstAt: formatIso(a.firstAt), lastAt: formatIso(a.lastAt) })),
    presence: (state.presence ?? []).map(({ at, online }) => ({ at: formatIso(at), online })),
    moves: state.moves,
    movedAt: isoOrNull(state.movedAt),
    driftSeconds: state.driftMs === null ? null : state.driftMs / 1_000,
    driftAt: isoOrNull(state.driftAt),
    quirks: quirksOf(state, counted),
  };
}

/** What the decoder counted, and what only the gateway sees. */
function quirksOf(state: DeviceState, counted: readonly QuirkCount[]): Record<string, number> {
  const quirks: Record<string, number> = { ...state.quirks };
  for (const { quirk, count } of counted) quirks[quirk] = (quirks[quirk] ?? 0) + count;
  return quirks;
}

/** A frame with its decoded form beside it. */
export function frameToWire({ at, direction, raw }: DeviceFrame, line: UnsaidLine | null, telling: Telling): FrameWire {
  const shown = rawText(raw);
  return {
    at: formatIso(at),
    direction,
    ...shown,
    raw: shown.raw.trimEnd(),
    decoded: line === null ? null : sayLine(line, telling),
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : formatIso(at);
}
