import type { LawRowProblemCodes } from "../core/registry/check-law-rows.ts";
import type { RequestProblemCodes } from "../core/request-problems.ts";
import type { NoFacts } from "../core/said.ts";
import { PROBLEM_WORDS } from "./problems.ts";
import { type FileTrouble, sayTrouble } from "./settings.ts";
import type { WordTable } from "./word-table.ts";

/** What may be wrong with the words behind a command, or keep it from its work. */
export interface UsageProblemCodes {
  /** `technical` is what the parser of options found. */
  "wrong-options": { readonly technical: string };
  "use-instead": { readonly usage: string };
  "too-many-files": { readonly count: number };
  "not-one-of": { readonly text: string; readonly allowed: readonly string[] };
  "no-key-in-file": { readonly file: string };
  "file-trouble": { readonly file: string; readonly why: FileTrouble };
  "not-utf8": { readonly file: string };
  "nothing-to-verify": { readonly folder: string };
  "nothing-to-prove": { readonly folder: string };
  "key-not-of-journal": { readonly folder: string };
  "no-such-message": { readonly message: number };
  "nothing-to-replay": { readonly folder: string; readonly missing: string };
  "nowhere-to-ship": NoFacts;
  "nothing-to-ship": { readonly folder: string };
  "not-a-moment": { readonly text: string };
  "ends-before": NoFacts;
  "no-scenario-named": NoFacts;
  "not-a-start": { readonly text: string };
  "not-a-speed": { readonly text: string };
  "not-a-door": { readonly text: string };
  "not-a-whole-number": { readonly text: string; readonly least: number };
  "token-needed": NoFacts;
  "door-is-shut": NoFacts;
  "no-product-on-folder": { readonly folder: string };
  "no-answer-from": { readonly url: string };
  "outcome-open": { readonly command: string };
  "no-such-command": { readonly name: string };
}

/** What is wrong with a command; the name of the option stands before it where there is one. */
export const USAGE_WORDS: WordTable<UsageProblemCodes> = {
  "wrong-options": { zh: ({ technical }) => `参数有误：${technical}`, en: ({ technical }) => technical },
  "use-instead": { zh: ({ usage }) => `用法：${usage}`, en: ({ usage }) => `use: ${usage}` },
  "too-many-files": {
    zh: ({ count }) => `只接受一个文件，给了 ${count} 个`,
    en: ({ count }) => `one file is taken, not ${count}`,
  },
  "not-one-of": {
    zh: ({ text, allowed }) => `“${text}”不可用，应为 ${allowed.join("、")} 之一`,
    en: ({ text, allowed }) => `one of ${allowed.join(", ")} is expected, not "${text}"`,
  },
  "no-key-in-file": {
    zh: ({ file }) => `${file}：没有 SM4 密钥，应为 32 个十六进制数字或 16 个字符`,
    en: ({ file }) => `${file}: no SM4 key; 32 hex digits or 16 characters are expected`,
  },
  "file-trouble": {
    zh: ({ file, why }) => `${file}：${sayTrouble(why, "zh")}`,
    en: ({ file, why }) => `${file}: ${sayTrouble(why, "en")}`,
  },
  "not-utf8": {
    zh: ({ file }) => `${file}：不是 UTF-8 编码的文本（中文 Windows 可能用了 GBK），请另存为 UTF-8`,
    en: ({ file }) => `${file}: the text is not UTF-8; a Chinese Windows may have written GBK: save it as UTF-8`,
  },
  "nothing-to-verify": {
    zh: ({ folder }) => `${folder} 里没有 records.sqlite，无从核对`,
    en: ({ folder }) => `${folder} has no records.sqlite; there is nothing to verify`,
  },
  "nothing-to-prove": {
    zh: ({ folder }) => `${folder} 里没有日志，无从比对`,
    en: ({ folder }) => `${folder} has no journal; there is nothing to compare with`,
  },
  "key-not-of-journal": {
    zh: ({ folder }) => `${folder} 里的 secrets.key 缺失或不属于这份日志，无从比对`,
    en: ({ folder }) => `the secrets.key of ${folder} is missing or not that of its journal; nothing can be compared`,
  },
  "no-such-message": {
    zh: ({ message }) => `日志中没有编号为 ${message} 的设备报文`,
    en: ({ message }) => `the journal has no message of a device under ${message}`,
  },
  "nothing-to-replay": {
    zh: ({ folder, missing }) => `${folder} 里没有 ${missing}，无从重放`,
    en: ({ folder, missing }) => `${folder} has no ${missing}; there is nothing to replay`,
  },
  "nowhere-to-ship": { zh: "未设置，没有 InfluxDB 可写", en: "is not set: there is no InfluxDB to fill" },
  "nothing-to-ship": {
    zh: ({ folder }) => `${folder} 里没有 intake.sqlite，没有可写的读数`,
    en: ({ folder }) => `${folder} has no intake.sqlite; there are no readings to write`,
  },
  "not-a-moment": {
    zh: ({ text }) => `${text} 不是 2026-01-05T00:00:00+08:00 这样带时区的时间`,
    en: ({ text }) => `${text} is no time with an offset such as 2026-01-05T00:00:00+08:00`,
  },
  "ends-before": { zh: "须晚于 --from", en: "must be later than --from" },
  "no-scenario-named": {
    zh: "simulate：给出一个场景，或 --fleet N，或 --list",
    en: "simulate: name one scenario, or --fleet N, or --list",
  },
  "not-a-start": {
    zh: ({ text }) => `${text} 不是 now、-48h 或 2026-01-05T00:00:00+08:00 这样的时间`,
    en: ({ text }) => `${text} is neither now, -48h nor a time such as 2026-01-05T00:00:00+08:00`,
  },
  "not-a-speed": {
    zh: ({ text }) => `${text} 既不是 max，也不是 60x 这样的倍数`,
    en: ({ text }) => `${text} is neither max nor a factor such as 60x`,
  },
  "not-a-door": {
    zh: ({ text }) => `${text} 既不是 mqtt://host:port，也不是 hj212://host:port`,
    en: ({ text }) => `${text} is neither mqtt://host:port nor hj212://host:port`,
  },
  "not-a-whole-number": {
    zh: ({ text, least }) => `${text} 不是 ${least} 以上的整数`,
    en: ({ text, least }) => `${text} is no whole number from ${least} on`,
  },
  "token-needed": { zh: "须有管理令牌才能与运行中的产品通信", en: "is needed to talk to the running product" },
  "door-is-shut": { zh: "这个端口已设为 off", en: "this door is off" },
  "no-product-on-folder": {
    zh: ({ folder }) => `为 0，而 OUTFALL_DATA_DIR（${folder}）里没有运行中产品的 doors.json 说明端口`,
    en: ({ folder }) =>
      `is 0, and OUTFALL_DATA_DIR (${folder}) has no doors.json of a running product that says which port that is`,
  },
  "no-answer-from": {
    zh: ({ url }) => `${url} 没有应答，产品在那里运行吗？`,
    en: ({ url }) => `no answer from ${url}: is the product running there?`,
  },
  "outcome-open": {
    zh: ({ command }) => `指令已接收，但尚未判定；结果可查 GET /api/v1/commands/${command}`,
    en: ({ command }) => `the command was taken and is not decided yet; GET /api/v1/commands/${command} gives its outcome`,
  },
  "no-such-command": { zh: ({ name }) => `没有命令“${name}”`, en: ({ name }) => `no command "${name}"` },
};

/** What may be wrong with a file of legal figures. */
export interface LimitProblemCodes extends RequestProblemCodes, LawRowProblemCodes {}

export const LIMIT_PROBLEM_WORDS: WordTable<LimitProblemCodes> = {
  ...PROBLEM_WORDS,
  "not-a-factor": { zh: "不是因子表中的因子", en: "not a factor of the tables" },
  "comparator-without-value": { zh: "比较方式缺少数值", en: "the comparator needs its value" },
  "row-twice": { zh: ({ id }) => `编号 ${id} 出现两次`, en: ({ id }) => `the id ${id} stands twice` },
  "confidence-of-other-file": {
    zh: ({ id, confidence }) => `${id} 的可信度 ${confidence} 不属于这个文件`,
    en: ({ id, confidence }) => `confidence ${confidence} of ${id} does not belong into this file`,
  },
};

/** A message of a device as the journal has it; `at` is when it came. */
interface KeptMessage {
  readonly message: number;
  readonly mn: string;
  readonly at: string;
}

/** What commands tell while they work and when they are done. */
export interface CommandReportCodes {
  "bytes-between": { readonly offset: number; readonly what: string };
  "more-places": { readonly count: number };
  replayed: { readonly entries: number; readonly findings: number; readonly cases: number };
  "replay-same": NoFacts;
  "audit-whole": { readonly lines: number };
  /** `action` is empty where nothing of the line is left. */
  "audit-broken": { readonly line: number; readonly action: string };
  "frame-same": KeptMessage;
  "frame-other": KeptMessage;
  "frame-kept-changed": KeptMessage;
  "doctor-new": NoFacts;
  "doctor-installation": { readonly installation: string };
  "doctor-running": { readonly roles: readonly string[] };
  "doctor-well": NoFacts;
  "replay-different": { readonly ids: readonly string[] };
  "reship-progress": { readonly series: number; readonly ofSeries: number; readonly readings: number };
  "reship-waits": NoFacts;
  "reship-goes-on": NoFacts;
  "reship-refused": { readonly readings: number; readonly reason: string };
  "reship-ended": NoFacts;
  reshipped: { readonly series: number; readonly readings: number };
  "rows-checked": { readonly file: string; readonly rows: number };
  progress: { readonly at: string; readonly given: number; readonly of: number; readonly acknowledged: number };
  played: {
    readonly name: string;
    readonly sent: number;
    readonly acknowledged: number;
    readonly refused: number;
    readonly resent: number;
    readonly unanswerable: number;
    /** Frames with which loggers answered what the platform asked. */
    readonly answers: number;
    readonly seconds: number;
  };
  "nobody-at": { readonly door: string };
  "nothing-acknowledged": NoFacts;
  "fleet-progress": {
    readonly phase: string;
    readonly connected: number;
    readonly acknowledged: number;
    readonly sent: number;
  };
  "fleet-played": {
    readonly outlets: number;
    readonly sent: number;
    readonly acknowledged: number;
    readonly unanswered: number;
    readonly resent: number;
    readonly refused: number;
    readonly seconds: number;
  };
  "fleet-not-connected": { readonly connected: number; readonly outlets: number };
  "known-help": NoFacts;
}

export const REPORT_WORDS: WordTable<CommandReportCodes> = {
  "bytes-between": {
    zh: ({ offset, what }) => `第 ${offset} 字节：${what}`,
    en: ({ offset, what }) => `at byte ${offset}: ${what}`,
  },
  "more-places": { zh: ({ count }) => `另有 ${count} 处`, en: ({ count }) => `and ${count} more places` },
  replayed: {
    zh: ({ entries, findings, cases }) => `${entries} 条记录：${findings} 个发现，${cases} 个案件`,
    en: ({ entries, findings, cases }) => `${entries} entries: ${findings} findings, ${cases} cases`,
  },
  "doctor-new": {
    zh: "这里还没有标明是哪套安装，首次启动时标明",
    en: "no installation is named here yet; the first start names it",
  },
  "doctor-installation": {
    zh: ({ installation }) => `安装 ${installation}`,
    en: ({ installation }) => `installation ${installation}`,
  },
  "doctor-running": {
    zh: ({ roles }) => `正在运行：${roles.join("、")}`,
    en: ({ roles }) => `running: ${roles.join(", ")}`,
  },
  "doctor-well": {
    zh: "日志、各库与密钥同属一套安装，时钟可信",
    en: "journal, stores and key belong together, and our clock is believed",
  },
  "audit-whole": {
    zh: ({ lines }) => `审计记录 ${lines} 行，与写入时一致`,
    en: ({ lines }) => `the audit has ${lines} lines and is as it was written`,
  },
  "audit-broken": {
    zh: ({ line, action }) => `审计记录第 ${line} 行${action === "" ? "" : `（${action}）`}被改动，或它前面有行被删去`,
    en: ({ line, action }) =>
      `line ${line} of the audit${action === "" ? "" : ` (${action})`} was changed, or one before it was removed`,
  },
  "frame-same": {
    zh: ({ message, mn, at }) => `与设备 ${mn} 于 ${at} 送达的报文 ${message} 逐字节一致`,
    en: ({ message, mn, at }) => `it is message ${message}, which came from ${mn} at ${at}, byte for byte`,
  },
  "frame-other": {
    zh: ({ message, mn, at }) => `不是设备 ${mn} 于 ${at} 送达的报文 ${message}`,
    en: ({ message, mn, at }) => `it is not message ${message}, which came from ${mn} at ${at}`,
  },
  "frame-kept-changed": {
    zh: ({ message, mn, at }) => `设备 ${mn} 于 ${at} 送达的报文 ${message} 在保存后被改动过`,
    en: ({ message, mn, at }) => `message ${message}, which came from ${mn} at ${at}, was changed where it is kept`,
  },
  "replay-same": { zh: "与保存的一致", en: "the same as stored" },
  "replay-different": { zh: ({ ids }) => `不一致：${ids.join("、")}`, en: ({ ids }) => `different: ${ids.join(", ")}` },
  "reship-progress": {
    zh: ({ series, ofSeries, readings }) => `序列 ${series}/${ofSeries}，已写入读数 ${readings}`,
    en: ({ series, ofSeries, readings }) => `${series}/${ofSeries} series, ${readings} readings written`,
  },
  "reship-waits": { zh: "InfluxDB 没有接收，等待中", en: "InfluxDB did not take a batch; it is waited for" },
  "reship-goes-on": { zh: "InfluxDB 已恢复，继续", en: "InfluxDB is back; it goes on" },
  "reship-refused": {
    zh: ({ readings, reason }) => `InfluxDB 拒绝 ${readings} 个读数，例如：${reason}`,
    en: ({ readings, reason }) => `InfluxDB refused ${readings} readings, for example: ${reason}`,
  },
  "reship-ended": {
    zh: "未完成即结束；以相同参数再次执行即可",
    en: "ended before it was complete; call it again in the same way",
  },
  reshipped: {
    zh: ({ series, readings }) => `序列 ${series} 个，写入读数 ${readings} 个`,
    en: ({ series, readings }) => `${series} series, ${readings} readings written`,
  },
  "rows-checked": { zh: ({ file, rows }) => `${file}：${rows} 行`, en: ({ file, rows }) => `${file}: ${rows} rows` },
  progress: {
    zh: ({ at, given, of, acknowledged }) => `${at}  已发 ${given}/${of}，已确认 ${acknowledged}`,
    en: ({ at, given, of, acknowledged }) => `${at}  ${given}/${of} given, ${acknowledged} acknowledged`,
  },
  played: {
    zh: (r) =>
      `${r.name}：发送 ${r.sent}，确认 ${r.acknowledged}，被拒 ${r.refused}，重发 ${r.resent}，无须应答 ${r.unanswerable}，答复平台命令 ${r.answers} 帧，用时 ${r.seconds} 秒`,
    en: (r) =>
      `${r.name}: ${r.sent} sent, ${r.acknowledged} acknowledged, ${r.refused} refused, ${r.resent} resent, ` +
      `${r.unanswerable} without an answer, answers to commands: ${r.answers}, in ${r.seconds} s`,
  },
  "nobody-at": {
    zh: ({ door }) => `${door} 没有应答，产品在那里运行吗？`,
    en: ({ door }) => `nobody answers at ${door}: is the product running there?`,
  },
  "nothing-acknowledged": {
    zh: "已放弃：不再有确认，其余按被拒计",
    en: "given up: nothing was acknowledged any more; the rest counts as refused",
  },
  "fleet-progress": {
    zh: ({ phase, connected, acknowledged, sent }) => `${phase}：已连接 ${connected}，已确认 ${acknowledged}/${sent}`,
    en: ({ phase, connected, acknowledged, sent }) => `${phase}: ${connected} connected, ${acknowledged}/${sent} acknowledged`,
  },
  "fleet-played": {
    zh: (r) =>
      `${r.outlets} 个排口：发送 ${r.sent}，确认 ${r.acknowledged}，无应答 ${r.unanswered}，重发 ${r.resent}，` +
      `连接被拒或中断 ${r.refused}，用时 ${r.seconds} 秒`,
    en: (r) =>
      `${r.outlets} outlets: ${r.sent} sent, ${r.acknowledged} acknowledged, ${r.unanswered} unanswered, ` +
      `${r.resent} resent, ${r.refused} connections refused or broken, in ${r.seconds} s`,
  },
  "fleet-not-connected": {
    zh: ({ connected, outlets }) =>
      `结束时 ${outlets} 个连接只有 ${connected} 个：产品的上限是 OUTFALL_MAX_CONNECTIONS 和 OUTFALL_MAX_CONNECTIONS_PER_ADDRESS，两个进程也都需要这么多打开的文件`,
    en: ({ connected, outlets }) =>
      `only ${connected} of ${outlets} connections were open at the end: the product's bounds are OUTFALL_MAX_CONNECTIONS and ` +
      "OUTFALL_MAX_CONNECTIONS_PER_ADDRESS, and both processes need as many open files",
  },
  "known-help": {
    zh: "每个命令都有 --help。设置见 docs/configuration.md",
    en: "Each command knows --help. Settings: docs/configuration.md",
  },
};
