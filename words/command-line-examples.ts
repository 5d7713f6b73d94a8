import type { CommandReportCodes, LimitProblemCodes, UsageProblemCodes } from "./command-line.ts";
import { INSTALLATION_EXAMPLES } from "./installation.ts";
import { PROBLEM_EXAMPLES } from "./problem-examples.ts";
import type { FileTroubleCodes, SettingProblemCodes } from "./settings.ts";
import { STORE_TROUBLE_EXAMPLES } from "./stores.ts";
import type { Examples } from "./word-table.ts";

const NONE = [{}] as const;
const NO_RIGHT = { code: "no-right", facts: {} } as const;

const FILE_TROUBLES: Examples<FileTroubleCodes> = {
  "no-such-file": NONE,
  "is-a-folder": NONE,
  "below-a-file": NONE,
  "is-a-file": NONE,
  "no-right": NONE,
  "read-only": NONE,
  "no-space": NONE,
  "too-many-open-files": NONE,
  "other-trouble": [{ technical: "EIO" }],
};

const REQUEST = Object.fromEntries(Object.entries(PROBLEM_EXAMPLES).map(([code, facts]) => [code, [facts]]));

const SETTINGS: Omit<Examples<SettingProblemCodes>, keyof typeof PROBLEM_EXAMPLES> = {
  ...INSTALLATION_EXAMPLES,
  ...STORE_TROUBLE_EXAMPLES,
  "unknown-setting": NONE,
  "file-not-taken": NONE,
  "not-a-clock": NONE,
  "not-addresses": NONE,
  "not-an-origin": NONE,
  "not-in-this-edition": NONE,
  "demo-off-loopback": NONE,
  "clock-off-loopback": NONE,
  "door-of-the-demo": NONE,
  "needed-with": [{ other: "OUTFALL_INFLUX_URL" }],
  "port-of-another-setting": [{ port: 1883, others: ["OUTFALL_MQTT_PORT", "OUTFALL_HTTP_PORT"] }],
  "port-in-use": [{ port: 8080, host: "127.0.0.1" }],
  "port-without-right": [{ port: 80 }],
  "host-not-here": [{ host: "10.9.9.9", technical: "EADDRNOTAVAIL" }],
  "file-not-readable": [{ file: "cert.pem", why: NO_RIGHT }],
  "folder-is-a-file": [{ folder: "./data" }],
  "folder-below-a-file": [{ folder: "./data/x", file: "/data" }],
  "folder-not-writable": [{ folder: "./data", why: NO_RIGHT }],
  "folder-not-makable": [{ folder: "./data/x", parent: "/", why: NO_RIGHT }],
  "role-taken": [{ role: "gateway", folder: "./data" }],
  "no-such-role": [{ role: "brocker", roles: ["gateway", "api"] }],
  "role-named-twice": [{ role: "api" }],
  "simulators-without-gateway": NONE,
};

const USAGE: Examples<UsageProblemCodes> = {
  "wrong-options": [{ technical: "--x" }],
  "use-instead": [{ usage: "limits check" }],
  "too-many-files": [{ count: 2 }],
  "not-one-of": [{ text: "crc", allowed: ["standard", "modbus"] }],
  "no-key-in-file": [{ file: "key" }],
  "file-trouble": [{ file: "a.bin", why: NO_RIGHT }],
  "not-utf8": [{ file: "registry.json" }],
  "nothing-to-verify": [{ folder: "./data" }],
  "nothing-to-prove": [{ folder: "./data" }],
  "key-not-of-journal": [{ folder: "./data" }],
  "no-such-message": [{ message: 1_204 }],
  "nothing-to-replay": [{ folder: "./data", missing: "journal.sqlite" }],
  "nowhere-to-ship": NONE,
  "nothing-to-ship": [{ folder: "./data" }],
  "not-a-moment": [{ text: "yesterday" }],
  "ends-before": NONE,
  "no-scenario-named": NONE,
  "not-a-start": [{ text: "soon" }],
  "not-a-speed": [{ text: "fast" }],
  "not-a-door": [{ text: "ftp://x" }],
  "not-a-whole-number": [{ text: "1.5", least: 1 }],
  "token-needed": NONE,
  "door-is-shut": NONE,
  "no-product-on-folder": [{ folder: "./data" }],
  "no-answer-from": [{ url: "http://127.0.0.1:8080" }],
  "outcome-open": [{ command: "b7f0" }],
  "no-such-command": [{ name: "stat" }],
};

const LIMIT_PROBLEMS: Omit<Examples<LimitProblemCodes>, keyof typeof PROBLEM_EXAMPLES> = {
  "not-a-factor": NONE,
  "comparator-without-value": NONE,
  "row-twice": [{ id: "row-1" }],
  "confidence-of-other-file": [{ id: "row-1", confidence: "G" }],
};

const COUNTS = { sent: 98, acknowledged: 97, refused: 1, resent: 0, seconds: 2.5 };

const KEPT = { message: 1_204, mn: "SIM410102000000000000001", at: "2026-01-02T03:05:00.000Z" };

const REPORTS: Examples<CommandReportCodes> = {
  "bytes-between": [{ offset: 3, what: "##" }],
  "more-places": [{ count: 4 }],
  replayed: [{ entries: 10, findings: 2, cases: 1 }],
  "replay-same": NONE,
  "audit-whole": [{ lines: 1_204 }],
  "audit-broken": [
    { line: 7, action: "user.make" },
    { line: 8, action: "" },
  ],
  "frame-same": [KEPT],
  "frame-other": [KEPT],
  "frame-kept-changed": [KEPT],
  "doctor-new": NONE,
  "doctor-installation": [{ installation: "91c2" }],
  "doctor-running": [{ roles: ["gateway", "api"] }],
  "doctor-well": NONE,
  "replay-different": [{ ids: ["case:1"] }],
  "reship-progress": [{ series: 12, ofSeries: 300, readings: 60_000 }],
  "reship-waits": NONE,
  "reship-goes-on": NONE,
  "reship-refused": [{ readings: 12, reason: "partial write: points beyond retention policy" }],
  "reship-ended": NONE,
  reshipped: [{ series: 300, readings: 1_500_000 }],
  "rows-checked": [{ file: "limits.json", rows: 3 }],
  progress: [{ at: "2026-01-01T00:00:00.000Z", given: 1, of: 98, acknowledged: 1 }],
  played: [{ name: "demo", unanswerable: 0, answers: 3, ...COUNTS }],
  "nobody-at": [{ door: "mqtt://127.0.0.1:1883" }],
  "nothing-acknowledged": NONE,
  "fleet-progress": [{ phase: "ramp", connected: 1, acknowledged: 2, sent: 3 }],
  "fleet-played": [{ outlets: 5, unanswered: 0, ...COUNTS }],
  "fleet-not-connected": [{ connected: 4, outlets: 5 }],
  "known-help": NONE,
};

/** Example facts of what the command line says, by the name under which a file of `words/` exports its table. */
export const COMMAND_LINE_EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  FILE_TROUBLE_WORDS: FILE_TROUBLES,
  INSTALLATION_WORDS: INSTALLATION_EXAMPLES,
  SETTING_WORDS: { ...REQUEST, ...SETTINGS },
  USAGE_WORDS: USAGE,
  LIMIT_PROBLEM_WORDS: { ...REQUEST, ...LIMIT_PROBLEMS },
  REPORT_WORDS: REPORTS,
};
