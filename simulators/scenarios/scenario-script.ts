import { createHash } from "node:crypto";
import { formatBeijingStamp, formatIso, type Instant, plus } from "../../core/time.ts";
import { toHj212Frames } from "../logger/hj212-report.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import { type WireDefect, withDefects } from "../logger/wire-defects.ts";
import { isDuring } from "../plant/plant-state.ts";
import type { Outgoing, StationLine } from "./outgoing.ts";
import { type ScenarioStation, spanOf } from "./scenario-plants.ts";
import type { Scenario, ScenarioAccident, ScenarioControl, ScenarioDeclaration } from "./scenario-schema.ts";

/** One message of a logger, as it goes over the line. */
export interface ScriptMessage {
  readonly at: Instant;
  readonly mn: string;
  readonly transport: "hj212" | "mqtt";
  /** MQTT only. */
  readonly topic: string;
  /** A realtime value; over its line it goes only while the platform wants such. */
  readonly isRealtime?: boolean;
  /** One write after the other; over MQTT the payload. */
  readonly writes: readonly Uint8Array[];
  /**
   * QNs of the answers that may come, one a frame; a frame without QN has no answer. Over MQTT one empty text: the
   * PUBACK.
   */
  readonly answers: readonly string[];
  /** Frames that have no answer. */
  readonly unanswerable: number;
}

/** Something that a person does, and the position in the scenario of what it is about. */
export type ScriptAct = { readonly at: Instant; readonly index: number } & (
  | { readonly kind: "declare" | "decide"; readonly declaration: ScenarioDeclaration }
  | { readonly kind: "report-accident" | "end-accident"; readonly accident: ScenarioAccident }
  | { readonly kind: "order-control"; readonly control: ScenarioControl }
);

/**
 * Everything that goes over the lines, and everything people do: the same for the same scenario, seed and start, byte
 * for byte.
 */
export interface Script {
  readonly messages: readonly ScriptMessage[];
  readonly acts: readonly ScriptAct[];
}

/** Writes the script of a scenario that starts at `start`. */
export function writeScript(scenario: Scenario, lines: readonly StationLine[], start: Instant): Script {
  const messages = lines.flatMap((line) => messagesOf(scenario, line, start));
  return {
    // The sort is stable: messages of one moment stay in the order of their stations.
    messages: messages.toSorted((a, b) => a.at - b.at),
    acts: actsOf(scenario, start).toSorted((a, b) => a.at - b.at),
  };
}

/** A line of JSON for each message, its bytes in Base64: what `--dump` writes. */
export function dumpScript({ messages }: Script): string {
  const lines = messages.map(({ at, mn, transport, topic, writes }) =>
    JSON.stringify({ at: formatIso(at), mn, transport, topic, writes: writes.map((w) => Buffer.from(w).toString("base64")) }),
  );
  return `${lines.join("\n")}\n`;
}

/** SHA-256 of the dump. */
export function scriptHash(script: Script): string {
  return createHash("sha256").update(dumpScript(script)).digest("hex");
}

function actsOf({ declarations, accidents, controls }: Scenario, start: Instant): readonly ScriptAct[] {
  const at = (hour: number): Instant => plus(start, Math.round(hour * 3_600_000));
  return [
    ...declarations.flatMap((declaration, index): readonly ScriptAct[] => {
      const { submittedHour, decision, decidedHour } = declaration;
      const declare: ScriptAct = { at: at(submittedHour), kind: "declare", index, declaration };
      if (decision === "none" || decidedHour === undefined) return [declare];
      return [declare, { at: at(decidedHour), kind: "decide", index, declaration }];
    }),
    ...accidents.flatMap((accident, index): readonly ScriptAct[] => {
      const report: ScriptAct = { at: at(accident.reportedHour), kind: "report-accident", index, accident };
      if (accident.finalHour === undefined) return [report];
      return [report, { at: at(accident.finalHour), kind: "end-accident", index, accident }];
    }),
    ...controls.map((control, index): ScriptAct => ({ at: at(control.orderedHour), kind: "order-control", index, control })),
  ];
}

function messagesOf(scenario: Scenario, { station, outgoing }: StationLine, start: Instant): readonly ScriptMessage[] {
  const messages =
    station.protocol === "mqtt"
      ? outgoing.map((o) => mqttMessage(station, o))
      : hj212Messages(scenario, { station, outgoing, start });
  return inWrites(scenario, { station, messages, start });
}

function mqttMessage({ device }: ScenarioStation, { due, report }: Outgoing): ScriptMessage {
  const { mn } = simulatedDevice(device);
  const { basis, at, values } = report;
  const payload = new TextEncoder().encode(JSON.stringify({ at: formatIso(at), basis, values }));
  return {
    at: due,
    mn,
    transport: "mqtt",
    isRealtime: basis === "realtime",
    topic: `outfall/v1/${mn}/readings`,
    writes: [payload],
    answers: [""],
    unanswerable: 0,
  };
}

function hj212Messages(
  scenario: Scenario,
  { station, outgoing, start }: StationLine & { readonly start: Instant },
): readonly ScriptMessage[] {
  const { mn, password } = simulatedDevice(station.device);
  const { edition, hourLabel, splitAt } = station.logger;
  const identity = { mn, password, st: station.st };
  const dialect = { edition, hourLabel, splitAt };
  const used = new Set<string>();
  const before = new Map<Instant, string>();
  return outgoing.map((o): ScriptMessage => {
    const known = o.again === "same-qn" ? before.get(o.about) : undefined;
    const qn = known ?? freeQn(plus(o.due, o.skewMs), used);
    if (o.report.basis === "hour" || known === undefined) before.set(o.about, qn);
    const defects = defectsAt(scenario, { station, at: o.due, start });
    const frames = toHj212Frames(o.report, { identity, dialect, qn, isLate: o.isLate }).map((frame) =>
      withDefects(frame, defects),
    );
    return {
      at: o.due,
      mn,
      transport: "hj212",
      isRealtime: o.report.basis === "realtime",
      topic: "",
      writes: frames.map((f) => f.bytes),
      answers: frames.flatMap((f) => (f.qn === null ? [] : [f.qn])),
      unanswerable: frames.filter((f) => f.qn === null).length,
    };
  });
}

/** The moment of sending, later by a millisecond as often as it is taken. */
function freeQn(at: Instant, used: Set<string>): string {
  for (let moment = at; ; moment = plus(moment, 1)) {
    const qn = formatBeijingStamp(moment, true);
    if (used.has(qn)) continue;
    used.add(qn);
    return qn;
  }
}

function defectsAt(
  scenario: Scenario,
  { station, at, start }: { readonly station: ScenarioStation; readonly at: Instant; readonly start: Instant },
): readonly WireDefect[] {
  return scenario.events.flatMap((e) =>
    e.kind === "defect" && e.outlet === station.outlet && isDuring(spanOf(e, start), at) ? [e.defect] : [],
  );
}

/** How the messages fall into writes: one each, or two glued together, or in pieces. */
function inWrites(
  scenario: Scenario,
  {
    station,
    messages,
    start,
  }: { readonly station: ScenarioStation; readonly messages: readonly ScriptMessage[]; readonly start: Instant },
): readonly ScriptMessage[] {
  const events = scenario.events.filter((e) => "outlet" in e && e.outlet === station.outlet);
  return events.reduce((line, event) => {
    const isIn = (m: ScriptMessage): boolean => isDuring(spanOf(event, start), m.at);
    if (event.kind === "fragments")
      return line.map((m) => (isIn(m) ? { ...m, writes: m.writes.flatMap((w) => pieces(w, event.bytes)) } : m));
    return event.kind === "glued" ? glued(line, isIn) : line;
  }, messages);
}

function pieces(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function glued(line: readonly ScriptMessage[], isIn: (m: ScriptMessage) => boolean): readonly ScriptMessage[] {
  const out: ScriptMessage[] = [];
  let first: ScriptMessage | undefined;
  for (const message of line) {
    if (!isIn(message)) out.push(message);
    else if (first === undefined) first = message;
    else {
      out.push({
        ...message,
        writes: [Uint8Array.from(Buffer.concat([...first.writes, ...message.writes]))],
        answers: [...first.answers, ...message.answers],
        unanswerable: first.unanswerable + message.unanswerable,
      });
      first = undefined;
    }
  }
  return first === undefined ? out : [...out, first];
}
