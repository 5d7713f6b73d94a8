import type { Alarm, DataArea, DataAreaContent, EquipmentState, NoiseLevel } from "./data-area.ts";
import type { Hj212Message } from "./hj212-message.ts";
import { PairReader } from "./pair-reader.ts";
import { readFactors } from "./read-factors.ts";
import { readParameters } from "./read-parameters.ts";

/** What a data area is read from; of a message, `st`, `cn`, `edition` and `pairs`. */
export type DataAreaSource = Pick<Hj212Message, "st" | "cn" | "edition" | "pairs">;

/**
 * Reads the data area of any command of the three editions into what it says. The kind follows from CN alone, but for two that say different things:
 * 1001 is an alarm time in 2005 and hardware numbers in 2025, and a data command with BeginTime asks for what one without it brings. Nothing is refused:
 * what cannot be read is in `unreadable`, what is missing is `undefined`, what is unknown stays in the pairs.
 * @see docs/hj212.md#commands
 */
export function readDataArea(message: DataAreaSource): DataArea {
  const reader = new PairReader(message.pairs);
  const content = contentOf(message, reader);
  return { ...content, unreadable: reader.unreadable() };
}

function contentOf(message: DataAreaSource, reader: PairReader): DataAreaContent {
  switch (message.cn[0]) {
    case "1":
      return parameterContent(message, reader);
    case "2":
      return reader.text("BeginTime") === undefined ? dataContent(message, reader) : queryContent(reader);
    case "3":
      return controlContent(message, reader);
    case "9":
      return interactionContent(message, reader);
    default:
      return { kind: "other" };
  }
}

const NOISE_SYSTEMS: ReadonlySet<string> = new Set(["23", "36"]);
const STATISTICS = new Map([
  ["2051", "minute"],
  ["2061", "hour"],
  ["2031", "day"],
] as const);

function dataContent(message: DataAreaSource, reader: PairReader): DataAreaContent {
  const { cn, st } = message;
  const statistics = STATISTICS.get(cn as "2051");
  if (cn === "2052") return noiseContent("single", reader);
  if (cn === "2011" && NOISE_SYSTEMS.has(st)) return noiseContent("realtime", reader);
  if (statistics !== undefined && NOISE_SYSTEMS.has(st)) return noiseContent(statistics, reader);
  const time = reader.time("DataTime");
  if (statistics !== undefined) return { kind: "statistics", basis: statistics, time, factors: readFactors(reader.pairs, []) };
  switch (cn) {
    case "2011":
      return { kind: "realtime", time, factors: readFactors(reader.pairs, []) };
    case "2111":
      return { kind: "furnace-temperature", time, factors: readFactors(reader.pairs, []) };
    case "2013":
      return { kind: "raw-samples", time, samples: rawSamples(reader) };
    case "2021":
      return { kind: "equipment-state", time, equipment: equipmentStates(reader) };
    case "2041":
      return { kind: "running-time", time, equipment: runningTimes(reader) };
    case "2062":
      return { kind: "check", time, checks: standardChecks(reader) };
    case "2071":
      return { kind: "alarm", time, alarms: alarms(reader) };
    case "2072":
      return { kind: "alarm", time: reader.time("AlarmTime"), alarms: alarms(reader) };
    case "2081":
      return { kind: "restart", time, restartedAt: reader.time("RestartTime") };
    default:
      return { kind: "other" };
  }
}

/** History queries name labels of periods; both ends belong to what is asked for. */
function queryContent(reader: PairReader): DataAreaContent {
  return { kind: "query", from: reader.time("BeginTime"), to: reader.time("EndTime"), factors: reader.all("PolId") };
}

const LEVEL_FIELDS = ["Rtd", "Data", "DayData", "NightData"] as const;

function noiseContent(basis: "single" | "realtime" | "minute" | "hour" | "day", reader: PairReader): DataAreaContent {
  const levels = reader.byFactor().flatMap(({ factor: name, fields }) =>
    LEVEL_FIELDS.flatMap((field): NoiseLevel[] => {
      const decibels = reader.numberIn(`${name}-${field}`, fields.get(field));
      return decibels === undefined ? [] : [{ name, field, decibels, flag: fields.get("Flag") }];
    }),
  );
  return { kind: "noise", basis, time: reader.time("DataTime"), levels };
}

function rawSamples(reader: PairReader): Extract<DataAreaContent, { kind: "raw-samples" }>["samples"] {
  return reader.byFactor().map(({ factor, fields }) => ({
    factor,
    sampledAt: reader.timeIn(`${factor}-SampleTime`, fields.get("SampleTime")),
    completedAt: reader.timeIn(`${factor}-CompleteTime`, fields.get("CompleteTime")),
    sampleType: fields.get("SampleType"),
    value: reader.numberIn(`${factor}-Avg`, fields.get("Avg")),
    flag: fields.get("Flag"),
  }));
}

const EQUIPMENT_STATES: ReadonlyMap<string, EquipmentState> = new Map([
  ["0", "off"],
  ["1", "on"],
  ["2", "calibrating"],
  ["3", "maintenance"],
  ["4", "alarm"],
  ["5", "back-blow"],
]);

function equipmentStates(reader: PairReader): Extract<DataAreaContent, { kind: "equipment-state" }>["equipment"] {
  return reader
    .byFactor()
    .filter(({ fields }) => fields.has("RS"))
    .map(({ factor: name, fields }) => ({ name, state: reader.choiceIn(`${name}-RS`, fields.get("RS"), EQUIPMENT_STATES) }));
}

function runningTimes(reader: PairReader): Extract<DataAreaContent, { kind: "running-time" }>["equipment"] {
  return reader
    .byFactor()
    .filter(({ fields }) => fields.has("RT"))
    .map(({ factor: name, fields }) => ({ name, hours: reader.numberIn(`${name}-RT`, fields.get("RT")) }));
}

const RESULTS: ReadonlyMap<string, "passed" | "failed"> = new Map([
  ["1", "passed"],
  ["0", "failed"],
]);

function standardChecks(reader: PairReader): Extract<DataAreaContent, { kind: "check" }>["checks"] {
  return reader.byFactor().map(({ factor, fields }) => ({
    factor,
    measured: reader.numberIn(`${factor}-SampleRd`, fields.get("SampleRd")),
    nominal: reader.numberIn(`${factor}-StandardValue`, fields.get("StandardValue")),
    result: reader.choiceIn(`${factor}-ResultType`, fields.get("ResultType"), RESULTS),
  }));
}

const ALARM_EVENTS: ReadonlyMap<string, "over-limit" | "back-to-normal"> = new Map([
  ["1", "over-limit"],
  ["0", "back-to-normal"],
]);

function alarms(reader: PairReader): readonly Alarm[] {
  const event = reader.choiceIn("AlarmType", reader.text("AlarmType"), ALARM_EVENTS);
  return reader
    .byFactor()
    .filter(({ fields }) => fields.has("Ala"))
    .map(({ factor, fields }) => ({ factor, value: reader.numberIn(`${factor}-Ala`, fields.get("Ala")), event }));
}

function parameterContent({ cn, edition }: DataAreaSource, reader: PairReader): DataAreaContent {
  if (cn === "1072") {
    return {
      kind: "secret",
      secret: "password",
      isGiven: (reader.text("NewPW") ?? reader.text("PW")) !== undefined,
      createdAt: undefined,
    };
  }
  if (cn === "1014") {
    return { kind: "secret", secret: "key", isGiven: reader.text("NewSK") !== undefined, createdAt: reader.text("SKCreateTime") };
  }
  if (cn === "1002" || (cn === "1001" && edition === "2025"))
    return { kind: "device-id", time: undefined, ids: idsUnder("Info", reader) };
  const factors = reader.all("PolId");
  if (cn === "1021" || cn === "1022") {
    const limits = reader.byFactor().map(({ factor, fields }) => ({
      factor,
      low: reader.numberIn(`${factor}-LowValue`, fields.get("LowValue")),
      high: reader.numberIn(`${factor}-UpValue`, fields.get("UpValue")),
    }));
    return { kind: "alarm-limits", factors, limits };
  }
  return { kind: "parameters", factors, parameters: readParameters(reader) };
}

function controlContent({ cn }: DataAreaSource, reader: PairReader): DataAreaContent {
  const factors = reader.all("PolId");
  if (cn === "3019") return { kind: "device-id", time: reader.time("DataTime"), ids: idsUnder("SN", reader) };
  if (cn !== "3020" && cn !== "3021") return { kind: "control", factors, parameters: readParameters(reader) };
  const values = reader.pairs
    .filter((p) => p.field === "Info")
    .map((p) => ({ code: p.factor.toLowerCase(), value: p.value, isLog: p.isText }));
  return { kind: "information", time: reader.time("DataTime"), factors, asked: reader.all("InfoId"), values };
}

function idsUnder(field: "SN" | "Info", reader: PairReader): readonly { readonly code: string; readonly id: string }[] {
  return reader.pairs.filter((p) => p.factor !== "" && p.field === field).map((p) => ({ code: p.factor, id: p.value }));
}

function interactionContent({ cn }: DataAreaSource, reader: PairReader): DataAreaContent {
  switch (cn) {
    case "9011":
      return { kind: "interaction", answer: "request", code: reader.number("QnRtn") };
    case "9012":
      return { kind: "interaction", answer: "execution", code: reader.number("ExeRtn") };
    case "9013":
      return { kind: "interaction", answer: "notification" };
    case "9014":
      return { kind: "interaction", answer: "data" };
    case "9015":
      return { kind: "heartbeat" };
    default:
      return { kind: "other" };
  }
}
