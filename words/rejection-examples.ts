import type { ExchangeResultCodes } from "../core/field/exchange.ts";
import type { MqttRefusalCodes } from "../core/field/mqtt-refusal.ts";
import type { DoorRefusalCodes } from "../core/field/refusal.ts";
import type { LineErrorDetailCodes } from "../core/field/upstream-state.ts";
import type { FrameFaultCodes, RejectDetailCodes } from "../core/readings/reject-codes.ts";
import { HOUR, instant, plus } from "../core/time.ts";
import type { Examples } from "./word-table.ts";

const NONE = [{}] as const;
const HOUR_START = instant(1_795_485_600_000);
const MN = "SIM410102000000000000001";

const FRAME_FAULTS: Examples<FrameFaultCodes> = {
  "single-hash": NONE,
  "bytes-behind-frame": NONE,
  "digits-before-frame": NONE,
  "no-frame": NONE,
  noise: [{ bytes: 1 }, { bytes: 4 }],
  "second-segment": NONE,
  "length-cut-off": NONE,
  "length-not-four-digits": NONE,
  "no-crc-there": [{ stated: 101 }],
  "crc-fits-nowhere": NONE,
  "data-in-clear": [{ cn: "2011" }],
  "crc-other-variant": [{ expected: "standard", fits: "modbus" }],
  "bare-crc": NONE,
  "no-cp": NONE,
  "closing-before-cp": NONE,
  "key-twice": [{ key: "MN" }],
  "cn-form": [{ text: "20" }],
  "st-form": [{ text: "烟气" }],
  "mn-form": [{ text: "a b" }],
  "flag-form": [{ text: "999" }],
  "qn-or-pw-too-long": [{ most: 32 }],
  "cp-twice": [{ character: 40 }],
  "segment-behind-closing": [{ character: 80 }],
  "text-behind-closing": [{ character: 80 }],
};

const REJECTS: Examples<RejectDetailCodes> = {
  ...FRAME_FAULTS,
  "not-json": [{ technical: "Unexpected token" }],
  "payload-shape": [
    { pointer: "", problem: { code: "wrong-type", facts: { expected: "object" } } },
    { pointer: "/0/basis", problem: { code: "required", facts: {} } },
  ],
  "too-many-readings": [{ count: 501, most: 500 }],
  "device-not-registered": [{ mn: MN }],
  "other-mn": [
    { said: "", mn: MN },
    { said: "SIM2", mn: MN },
  ],
  "command-not-taken": [{ cn: "2099" }],
  "no-factor": NONE,
  "no-value": NONE,
  "time-missing": [{ field: "at" }, { field: "DataTime" }],
  "time-impossible": [
    { field: "at", text: "soon" },
    { field: "DataTime", text: "20261399" },
  ],
  "time-before-2000": [{ at: HOUR_START }],
  "time-in-future": [{ at: plus(HOUR_START, HOUR), receivedAt: HOUR_START }],
  "period-not-over": [{ basis: "hour", at: HOUR_START, receivedAt: plus(HOUR_START, 1) }],
  "no-channel": [
    { factor: "a99999", st: null, mn: MN },
    { factor: "a99999", st: "31", mn: MN },
  ],
  "two-values": [{ factor: "a21026", field: "Avg" }],
  "value-flag-form": [{ factor: "a21026", text: "??" }],
  "value-not-a-number": [{ factor: "a21026", field: "Avg", text: "1,2" }],
  "piece-of-nothing": [{ text: "a21026Avg=5" }],
  "mean-in-realtime": [{ factor: "a34001" }],
  "value-missing": [{ factor: "a21026", field: "Avg" }],
};

const OF_PUBLISH = [{ packet: "PUBLISH" }] as const;

const MQTT_REFUSALS: Examples<MqttRefusalCodes> = {
  "packet-fields-and-length": OF_PUBLISH,
  "packet-id-zero": OF_PUBLISH,
  "packet-without-filter": [{ packet: "UNSUBSCRIBE" }],
  "packet-text-not-utf8": [{ packet: "CONNECT" }],
  "packet-reserved-bits": [{ packet: "PUBREL" }],
  "packet-qos-3": OF_PUBLISH,
  "packet-topic-malformed": [{ packet: "PUBLISH", topic: "plant/+" }],
  "packet-out-of-place": [{ packet: "CONNECT" }],
  "packet-length-malformed": NONE,
  "packet-beyond-limit": [{ bytes: 300_000, limit: 262_144 }],
  "protocol-name-other": NONE,
  "protocol-version-other": [{ version: 5 }, { version: 6 }],
  "password-without-user": NONE,
  "topic-of-another": [{ topic: "plant/x" }],
  "filter-of-another": [{ filter: "#" }],
  "will-of-another": [{ topic: "status/x" }],
  "filters-beyond-limit": [{ limit: 10 }],
  "sockets-beyond-limit": [{ limit: 4 }],
  "taken-over-too-often": [{ perMinute: 6 }],
  "client-id-missing": NONE,
  "answers-unread": NONE,
};

const DOORS: Examples<DoorRefusalCodes> = {
  ...FRAME_FAULTS,
  ...MQTT_REFUSALS,
  "mn-not-registered": NONE,
  "user-not-registered": NONE,
  "pw-other": NONE,
  "activation-waits": [
    { loggerId: "LG2026000001", cpuId: "BFEBFBFF000906EA", mac1: "00-1A-2B-3C-4D-5E", mac2: "" },
    { loggerId: "LG2026000002", cpuId: "", mac1: "", mac2: "" },
  ],
  "pw-not-checked": NONE,
  "day-budget-spent": [{ values: 5_000_001, bytes: 900_000_000, mostValues: 5_000_000, mostBytes: 1_073_741_824 }],
  "disk-in-reserve": [{ values: 260_000, bytes: 60_000_000 }],
  "mqtt-secret-other": NONE,
  "certificate-other": NONE,
  "on-topic": [{ topic: "plant/x" }],
};

const EXCHANGES: Examples<ExchangeResultCodes> = {
  "request-answered": [{ code: 8 }, { code: 77 }],
  executed: [{ code: 1 }, { code: 77 }],
  acknowledged: NONE,
  "nothing-came": [{ seconds: 60 }],
  "no-answer": [{ sends: 4, seconds: 10 }],
  "line-lost": [{ times: 3 }],
  "not-there-for-a-day": NONE,
  "clock-in-doubt": NONE,
  "no-new-key": NONE,
  "not-registered": NONE,
  interrupted: NONE,
};

const AT = { host: "10.0.0.1", port: 9212 };
const ERRORS = ["refused", "timed-out", "unreachable", "unknown-host", "reset", "other"] as const;

const LINES: Readonly<{ [Code in keyof LineErrorDetailCodes]: readonly LineErrorDetailCodes[Code][] }> = {
  "not-connected-in-time": [{ ...AT, ms: 10_000 }],
  "closed-by-platform": [AT],
  "connection-error": ERRORS.map((error) => ({ ...AT, error, technical: "EPROTO" })),
  "comes-round": [{ mn: MN, pollutant: "a21026", times: 4 }],
  "frames-resent": [{ cn: "2061", mn: MN, resent: 3, of: 20, heard: "only-9011" }],
  "no-9014": [{ cn: "2061", mn: MN, resends: 2 }],
  "frame-refused": [
    { cn: "2061", mn: MN, answer: "9011", code: "3" },
    { cn: "2061", mn: MN, answer: "9012", code: null },
  ],
  "own-defect": [{ technical: "ENOSPC" }],
  "held-before-restart": NONE,
};

/**
 * Example facts of what is rejected, refused and unanswered, by the name under which a file of `words/` exports its
 * table.
 */
export const REJECTION_EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  FRAME_FAULT_WORDS: FRAME_FAULTS,
  REJECT_DETAIL_WORDS: REJECTS,
  DOOR_REFUSAL_WORDS: DOORS,
  MQTT_REFUSAL_WORDS: MQTT_REFUSALS,
  EXCHANGE_RESULT_WORDS: EXCHANGES,
  LINE_ERROR_WORDS: LINES,
};
