import type { FieldProblemCodes } from "../core/casework/refusal.ts";
import type { RegistryRuleCodes, RegistryWarningCodes } from "../core/registry/problem-codes.ts";
import type { CellLevel } from "../core/registry/registry.ts";
import type { RequestProblemCodes } from "../core/request-problems.ts";
import type { Problem } from "../core/result.ts";
import type { Telling } from "./names.ts";
import { LIMIT_BASIS_WORDS, OUTLET_KIND_WORDS } from "./rules.ts";
import { say, type WordTable } from "./word-table.ts";

/** Everything that may be wrong with one field of what comes in, and everything that a registry may lack. */
export interface ProblemCodes extends RequestProblemCodes, RegistryRuleCodes, RegistryWarningCodes, FieldProblemCodes {}

/** A problem of any of our tables. */
export type KnownProblem = Problem<ProblemCodes>;

/** What is wrong with one field of a request, a document or a command. */
export const PROBLEM_WORDS: WordTable<ProblemCodes> = {
  required: { zh: "必填，没有给出", en: "it is required and missing" },
  "unknown-field": { zh: ({ field }) => `没有字段 ${field}`, en: ({ field }) => `there is no field ${field}` },
  "wrong-type": {
    zh: ({ expected }) => (expected === null ? "类型错误" : `类型错误，应为 ${expected}`),
    en: ({ expected }) => (expected === null ? "it has the wrong type" : `it has the wrong type, ${expected} is expected`),
  },
  "wrong-format": {
    zh: ({ form }) => (form === null ? "格式错误" : `格式错误，应符合 ${form}`),
    en: ({ form }) => (form === null ? "it has the wrong form" : `it has the wrong form, ${form} is expected`),
  },
  "not-for-a-frame": {
    zh: ({ most }) => `HJ 212 报文带不了这个密码：须为 1 到 ${most} 个可打印的 ASCII 字符，不含空格和 ; = & , #`,
    en: ({ most }) =>
      `no frame of HJ 212 carries this password: 1 to ${most} printable ASCII characters without blanks and ; = & , #`,
  },
  "unwritable-text": { zh: "含有空字符或半个字符，不能保存", en: "it holds NUL or half a character" },
  "not-utf8": {
    zh: "不是 UTF-8 编码的文本（中文 Windows 可能用了 GBK），请另存为 UTF-8",
    en: "the text is not UTF-8; a Chinese Windows may have written GBK: save it as UTF-8",
  },
  "too-many-values": { zh: ({ most }) => `超过 ${most} 个值`, en: ({ most }) => `it has more than ${most} values` },
  "too-deep": { zh: ({ most }) => `嵌套超过 ${most} 层`, en: ({ most }) => `it is nested deeper than ${most} levels` },
  "only-blanks": { zh: "只有空白字符", en: "it has nothing but blanks" },
  "reserved-id": {
    zh: ({ id }) => `“${id}”是保留字，不能作编号`,
    en: ({ id }) => `${id} is reserved and cannot be an id`,
  },
  "ring-not-closed": {
    zh: "多边形的环首尾不同点",
    en: "a ring of the polygon does not end where it begins",
  },
  "out-of-range": { zh: (facts) => `超出范围：${rangeZh(facts)}`, en: (facts) => `it is out of range: ${rangeEn(facts)}` },
  "not-allowed-value": {
    zh: ({ allowed }) => (allowed.length === 0 ? "不是允许的值" : `不是允许的值，可用：${allowed.join("、")}`),
    en: ({ allowed }) =>
      allowed.length === 0 ? "it is not an allowed value" : `it is not an allowed value; allowed: ${allowed.join(", ")}`,
  },
  "not-a-time": { zh: "不是带时区的时间（ISO 8601）", en: "it is no ISO 8601 date and time with an offset" },
  "time-without-offset": { zh: "时间没有时区，应带 Z 或 +08:00", en: "the time has no offset, such as Z or +08:00" },
  "plus-not-encoded": {
    zh: "时间里有空格：地址中的加号须写成 %2B，如 +08:00 写成 %2B08:00",
    en: "the time has a blank in it: in an address a plus is written %2B, as in %2B08:00",
  },
  "not-a-date": { zh: "不是历法上的日期，应如 2026-11-23", en: "it is no date of the calendar, such as 2026-11-23" },
  "no-key-to-change": {
    zh: ({ mn }) => `设备 ${mn} 没有登记 SM4 密钥（sm4Key），无从更换`,
    en: ({ mn }) => `${mn} has no SM4 key (sm4Key) that could be changed`,
  },
  "from-not-before-to": { zh: "开始不早于结束", en: "from is not before to" },
  "unknown-cell": { zh: ({ id }) => `没有登记网格 ${id}`, en: ({ id }) => `there is no cell ${id}` },
  "unknown-unit": { zh: ({ id }) => `没有登记部门 ${id}`, en: ({ id }) => `there is no unit ${id}` },
  "unknown-person": { zh: ({ id }) => `没有登记人员 ${id}`, en: ({ id }) => `there is no person ${id}` },
  "unknown-enterprise": { zh: ({ id }) => `没有登记企业 ${id}`, en: ({ id }) => `there is no enterprise ${id}` },
  "unknown-outlet": { zh: ({ id }) => `没有登记排口 ${id}`, en: ({ id }) => `there is no outlet ${id}` },
  "unknown-device": { zh: ({ id }) => `没有登记设备 ${id}`, en: ({ id }) => `there is no device ${id}` },
  "unknown-emission-unit": { zh: ({ id }) => `没有登记生产设施 ${id}`, en: ({ id }) => `there is no emission unit ${id}` },
  "id-differs": { zh: ({ id }) => `编号须与路径中的 ${id} 一致`, en: ({ id }) => `the id is not ${id}, which the path names` },
  "duplicate-id": {
    zh: ({ id, table }) => `编号 ${id} 在 ${table} 中出现两次`,
    en: ({ id, table }) => `${id} stands twice in ${table}`,
  },
  "level-out-of-step": { zh: levelZh, en: levelEn },
  "second-district": {
    zh: ({ division }) => (division === "" ? "已有一个没有区划代码的一级网格" : `区划 ${division} 已有一级网格`),
    en: ({ division }) =>
      division === ""
        ? "there is a first-level cell without a division already"
        : `division ${division} has a first-level cell already`,
  },
  "second-enterprise-cell": {
    zh: ({ enterprise }, names) => `${names.enterprise(enterprise)}已有四级网格`,
    en: ({ enterprise }, names) => `${names.enterprise(enterprise)} has a fourth-level cell already`,
  },
  "deputy-not-asked": { zh: "只有直接责任人才设 AB 角", en: "only a direct-responsible person has a deputy" },
  "deputy-for-nobody": {
    zh: ({ person, cell }, names) => `${names.person(person)}不是${names.cell(cell)}的直接责任人`,
    en: ({ person, cell }, names) => `${names.person(person)} is not direct-responsible in ${names.cell(cell)}`,
  },
  "wrong-uscc": {
    zh: ({ text }) => `${text} 不是统一社会信用代码：校验位不符`,
    en: ({ text }) => `${text} is no unified social credit code: its check character does not fit`,
  },
  "wrong-permit": {
    zh: ({ text }) => `${text} 不是排污许可证编号：应为统一社会信用代码、三位数字和一个字母`,
    en: ({ text }) => `${text} is no permit number: a credit code, three digits and one letter`,
  },
  "duplicate-channel": {
    zh: ({ factor, device }) => `设备 ${device} 的因子 ${factor} 已有通道`,
    en: ({ factor, device }) => `factor ${factor} of ${device} is mapped already`,
  },
  "rounding-without-decimals": {
    zh: "按修约值比较须写明小数位数（decimals），且限值不多于该位数；按全数值比较则不写",
    en: "a comparison of rounded values needs `decimals`, not fewer than the limit is written with; one in full has none",
  },
  "min-above-max": {
    zh: ({ min, max }) => `下限 ${min} 大于上限 ${max}`,
    en: ({ min, max }) => `min ${min} is above max ${max}`,
  },
  "valid-from-after-valid-to": {
    zh: ({ from, to }) => `终止日期 ${to} 不晚于起始日期 ${from}`,
    en: ({ from, to }) => `validTo ${to} is not after validFrom ${from}`,
  },
  "limit-without-source": { zh: "限值没有写明来源文件", en: "a limit names the document it comes from" },
  "limit-without-value": {
    zh: ({ comparator }) => (comparator === "range" ? "范围需要 min 和 max" : `${comparator} 需要 value`),
    en: ({ comparator }) => (comparator === "range" ? "a range needs min and max" : `${comparator} needs a value`),
  },
  "oxygen-reference": {
    zh: ({ value }) => (value === null ? "折算限值没有写明基准含氧量" : `基准含氧量 ${value} 不在 0 与 21% 之间`),
    en: ({ value }) =>
      value === null
        ? "a converted limit names its reference oxygen content"
        : `reference oxygen ${value} is not between 0 and 21 percent`,
  },
  "unit-differs": {
    zh: ({ measured, unit }) => `通道的单位是 ${measured.join("、")}，限值的单位是 ${unit}`,
    en: ({ measured, unit }) => `the channel measures in ${measured.join(", ")}, the limit is in ${unit}`,
  },
  "duplicate-upstream-mn": {
    zh: ({ mn, as }) => `设备 ${mn} 在上级平台已经叫 ${as}`,
    en: ({ mn, as }) => `${mn} is called ${as} up there already`,
  },
  "upstream-is-own-door": {
    zh: ({ host, port }) => `${host}:${port} 是本平台自己的 HJ 212 端口，转发会成环`,
    en: ({ host, port }) => `${host}:${port} is the HJ 212 door of this product: what is passed on would come back`,
  },
  "unknown-upstream": { zh: ({ id }) => `没有登记上级平台 ${id}`, en: ({ id }) => `there is no upstream ${id}` },
  "upstream-without-password": {
    zh: ({ mn, upstream }) => `设备 ${mn} 没有向上级平台 ${upstream} 出示的访问密码`,
    en: ({ mn, upstream }) => `${mn} has no PW to show to ${upstream}`,
  },
  "findings-stand-on-it": {
    zh: ({ id, findings, cases }) =>
      `${id} 上有 ${findings} 条发现、${cases} 件案件，不能直接删去或改属其他企业：请写终止日期（validTo），或加 ?withdraw=true`,
    en: ({ id, findings, cases }) =>
      `${findings} findings and ${cases} cases stand on ${id}, which is neither left out nor given to another enterprise: end it by validTo, or say ?withdraw=true`,
  },
  "channel-needs-dates": {
    zh: ({ device, factor, outlet, pollutant }, names) =>
      `设备 ${device} 的因子 ${factor} 原来是${names.outlet(outlet)}的 ${pollutant}：请给原通道写终止日期，给新通道写起始日期`,
    en: ({ device, factor, outlet, pollutant }, names) =>
      `factor ${factor} of ${device} was ${pollutant} at ${names.outlet(outlet)}: end that channel by validTo and begin this one by validFrom`,
  },
  "no-stored-secret": {
    zh: ({ of, field }) => `${of} 没有已保存的 ${field} 可以沿用`,
    en: ({ of, field }) => `${of} has no stored ${field} to keep`,
  },
  "cell-name-form": {
    zh: ({ ending }) => `网格名称应以“${ending}”结尾`,
    en: ({ ending }) => `the name does not end in ${ending}`,
  },
  "staff-below-minimum": {
    zh: ({ level, minimum, count }) => `${LEVELS_ZH[level]}级网格至少配备 ${minimum} 人，登记了 ${count} 人`,
    en: ({ level, minimum, count }) => `level ${level} asks for at least ${minimum} staff, ${count} are registered`,
  },
  "cell-without-enterprise": { zh: "四级网格没有写明企业", en: "a fourth-level cell names its enterprise" },
  "no-first-responsible": {
    zh: ({ cell }, names) => `${names.cell(cell)}没有第一责任人`,
    en: ({ cell }, names) => `${names.cell(cell)} has no first responsible person`,
  },
  "no-deputy": {
    zh: ({ person, cell }, names) => `${names.person(person)}在${names.cell(cell)}没有 B 角`,
    en: ({ person, cell }, names) => `${names.person(person)} has no deputy in ${names.cell(cell)}`,
  },
  "nothing-registered": {
    zh: "还没有登记任何网格、排口和设备",
    en: "no cell, outlet or device is registered yet",
  },
  "nobody-registered": {
    zh: "还没有登记责任人：案件没有人可以接手",
    en: "no person is registered: nobody answers for a case",
  },
  "outlet-without-limit": {
    zh: ({ outlet }, names) => `${names.outlet(outlet)}没有限值：读数不与任何限值比较`,
    en: ({ outlet }, names) => `${names.outlet(outlet)} has no limit: its readings are compared with nothing`,
  },
  "device-without-channel": {
    zh: ({ mn }) => `设备 ${mn} 没有通道：它的读数无处可去`,
    en: ({ mn }) => `device ${mn} has no channel: its readings go nowhere`,
  },
  "enterprise-without-cell": {
    zh: ({ enterprise }, names) => `${names.enterprise(enterprise)}没有四级网格`,
    en: ({ enterprise }, names) => `${names.enterprise(enterprise)} has no fourth-level cell`,
  },
  "outlet-code-form": {
    zh: ({ code }) => `排口编号 ${code}：废气排口为 DA 加三位数字，废水排口为 DW 加三位数字`,
    en: ({ code }) => `${code}: a stack is DA and three digits, an effluent outlet DW and three digits`,
  },
  "unconfirmed-factor": {
    zh: ({ factor }) => `因子 ${factor} 的含义尚未经标准原文确认`,
    en: ({ factor }) => `what ${factor} means is not confirmed by the printed standard`,
  },
  "limit-without-channel": {
    zh: ({ outlet, pollutant }, names) => `${names.outlet(outlet)}没有测量 ${pollutant} 的通道`,
    en: ({ outlet, pollutant }, names) => `nothing measures ${pollutant} at ${names.outlet(outlet)}`,
  },
  "limit-of-another-place": {
    zh: ({ basis, kind }) =>
      `${OUTLET_KIND_WORDS[kind].zh}类排口不按${LIMIT_BASIS_WORDS[basis].zh}判定，这条限值不起作用：${kind === "boundary" ? "厂界请用 boundary-hour-mean" : "边界限值须登记在厂界点位"}`,
    en: ({ basis, kind }) =>
      `${LIMIT_BASIS_WORDS[basis].en}: nothing is compared with it at an outlet of kind ${kind}; ${kind === "boundary" ? "a boundary takes boundary-hour-mean" : "it belongs to a boundary"}`,
  },
  "hour-limit-at-incinerator": {
    zh: ({ outlet }, names) =>
      `${names.outlet(outlet)}属于垃圾焚烧，按每台炉的自然日均值判定（GB 18485-2014、部令第 10 号），小时均值限值不应登记`,
    en: ({ outlet }, names) =>
      `${names.outlet(outlet)} belongs to waste incineration, which is judged by the natural day of each furnace (GB 18485-2014, Order No. 10): an hour mean has no place there`,
  },
  "old-key": {
    zh: ({ mn, days, most }) => `设备 ${mn} 的 SM4 密钥已用 ${days} 天，最多 ${most} 天，请更换（1014）`,
    en: ({ mn, days, most }) => `the SM4 key of ${mn} is ${days} days old, ${most} at most: change it (1014)`,
  },
  "weak-secret": {
    zh: ({ mn, field }) => `设备 ${mn} 的${field === "mqttSecret" ? " MQTT 密码" : "访问密码（PW）"}太容易猜到，请更换`,
    en: ({ mn, field }) =>
      `the ${field === "mqttSecret" ? "MQTT secret" : "PW"} of device ${mn} is guessed within a few tries; change it`,
  },
  "upstream-without-data": {
    zh: ({ upstream }) => `没有设备测量要转发给 ${upstream} 的内容`,
    en: ({ upstream }) => `nothing measures what ${upstream} is to get`,
  },
  "cases-handed-over": {
    zh: ({ cell, to, cases }, names) => `${names.cell(cell)}的 ${cases} 件在办案件移交${names.cell(to)}`,
    en: ({ cell, to, cases }, names) => `${cases} open cases of ${names.cell(cell)} are handed over to ${names.cell(to)}`,
  },
  "limit-withdraws": {
    zh: ({ limit, outlet, pollutant, findings, more }, names) =>
      `限值 ${limit}（${names.outlet(outlet)} ${pollutant}）被删去，${more ? "至少 " : ""}${findings} 条依据它的发现将重新判定或撤回`,
    en: ({ limit, outlet, pollutant, findings, more }, names) =>
      `limit ${limit} of ${pollutant} at ${names.outlet(outlet)} is left out: ${more ? "at least " : ""}${findings} findings that compare with it are judged again or withdrawn`,
  },
  "not-an-instant": { zh: "不是带时区的时间", en: "it is no time with an offset" },
  "in-the-future": { zh: "晚于现在", en: "it is in the future" },
  "not-in-future": { zh: "须晚于现在", en: "it is not in the future" },
  "same-person": { zh: "须为另一人", en: "it has to be somebody else" },
  "outlet-of-another-enterprise": {
    zh: ({ outlet, enterprise }, names) => `${names.outlet(outlet)}不属于${names.enterprise(enterprise)}`,
    en: ({ outlet, enterprise }, names) => `${names.outlet(outlet)} does not belong to ${names.enterprise(enterprise)}`,
  },
  "window-empty": { zh: "结束须晚于开始", en: "the end is not after the start" },
  "window-too-long": { zh: ({ days }) => `时段不得超过 ${days} 天`, en: ({ days }) => `the period is longer than ${days} days` },
};

const LEVELS_ZH: Readonly<Record<CellLevel, string>> = { 1: "一", 2: "二", 3: "三", 4: "四" };

type Level = RegistryRuleCodes["level-out-of-step"];

function levelZh({ level, under }: Level): string {
  if (level === 1) return "一级网格没有上级";
  const own = `${LEVELS_ZH[level]}级网格`;
  return under === null ? `${own}需要上级` : `${own}不能在${LEVELS_ZH[under]}级网格之下`;
}

function levelEn({ level, under }: Level): string {
  if (level === 1) return "a first-level cell has no parent";
  return under === null ? `level ${level} needs a parent` : `level ${level} cannot stand under level ${under}`;
}

type Range = RequestProblemCodes["out-of-range"];

const MEASURES_ZH: Readonly<Record<Range["of"], string>> = { number: "", characters: " 个字符", items: " 项", days: " 天" };
const MEASURES_EN: Readonly<Record<Range["of"], string>> = {
  number: "",
  characters: " characters",
  items: " items",
  days: " days",
};

function rangeZh({ of, min, max }: Range): string {
  if (min !== null && max !== null) return `应为 ${min} 至 ${max}${MEASURES_ZH[of]}`;
  if (min !== null) return `至少 ${min}${MEASURES_ZH[of]}`;
  return max !== null ? `至多 ${max}${MEASURES_ZH[of]}` : "数值不可用";
}

function rangeEn({ of, min, max }: Range): string {
  if (min !== null && max !== null) return `${min} to ${max}${MEASURES_EN[of]}`;
  if (min !== null) return `at least ${min}${MEASURES_EN[of]}`;
  return max !== null ? `at most ${max}${MEASURES_EN[of]}` : "the value cannot be used";
}

/** The codes among them that refuse nothing. */
export const WARNING_CODES: readonly (keyof RegistryWarningCodes)[] = [
  "cell-name-form",
  "staff-below-minimum",
  "cell-without-enterprise",
  "nothing-registered",
  "nobody-registered",
  "outlet-without-limit",
  "device-without-channel",
  "no-first-responsible",
  "no-deputy",
  "enterprise-without-cell",
  "outlet-code-form",
  "unconfirmed-factor",
  "limit-without-channel",
  "limit-of-another-place",
  "hour-limit-at-incinerator",
  "weak-secret",
  "old-key",
  "upstream-without-data",
  "cases-handed-over",
  "limit-withdraws",
];

/** A problem as it goes out: its code and facts, and what they say in the language of the reader. */
export interface SaidProblem {
  readonly pointer: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Says a problem and keeps its code and facts beside the sentence. */
export function sayProblem(problem: KnownProblem, telling: Telling): SaidProblem {
  const { pointer, code, facts } = problem;
  return { pointer, code, facts: { ...facts }, message: say(PROBLEM_WORDS, problem, telling) };
}
