import type { RefusalCodes } from "../core/casework/refusal.ts";
import type { AnySaid, NoFacts } from "../core/said.ts";
import { SUBJECT_REFUSAL_WORDS } from "./all-subjects.ts";
import type { ErrorWords } from "./error-words.ts";
import type { Words } from "./language.ts";
import type { Telling } from "./names.ts";
import { REFUSAL_WORDS } from "./refusals.ts";
import type { AnyRefusalWords } from "./subject-words.ts";
import { type Phrase, sayPhrase, type WordTable } from "./word-table.ts";

/** Codes that the API answers by itself, beside the refusals of commands. */
export interface RequestErrorCodes {
  /** `technical` is what the HTTP library found, in its own words; never shown as our sentence. */
  "bad-request": { readonly technical: string };
  "not-json": NoFacts;
  "two-hosts": NoFacts;
  "wrong-host": { readonly expected: string };
  "invalid-body": NoFacts;
  "invalid-query": NoFacts;
  "invalid-path": NoFacts;
  "invalid-cursor": NoFacts;
  "invalid-idempotency-key": NoFacts;
  "registry-invalid": NoFacts;
  "findings-stand-on-it": NoFacts;
  "not-logged-in": NoFacts;
  "wrong-credentials": NoFacts;
  "second-factor-needed": NoFacts;
  "wrong-code": NoFacts;
  "password-must-change": NoFacts;
  "password-weak": { readonly why: "password-common" | "password-own-name" | "password-unchanged" };
  "session-needed": NoFacts;
  "second-factor-on": NoFacts;
  "second-factor-not-begun": NoFacts;
  "cross-site": { readonly header: "Sec-Fetch-Site" | "Origin" };
  "metrics-not-allowed": NoFacts;
  "not-found": NoFacts;
  "command-not-known": NoFacts;
  "username-taken": NoFacts;
  "first-run-over": NoFacts;
  "registry-not-empty": NoFacts;
  "first-device-heard": NoFacts;
  "first-run-key-wrong": NoFacts;
  "own-account": NoFacts;
  "last-administrator": NoFacts;
  "clock-not-manual": NoFacts;
  "request-in-progress": NoFacts;
  "law-confirmed": NoFacts;
  "law-person-needed": NoFacts;
  "law-second-person": NoFacts;
  "law-typings-differ": { readonly fields: readonly string[] };
  "law-figure-missing": NoFacts;
  "precondition-failed": NoFacts;
  "precondition-required": NoFacts;
  "body-too-large": NoFacts;
  "unsupported-media-type": NoFacts;
  "too-many-log-ins": { readonly seconds: number };
  "too-many-streams": NoFacts;
  "too-many-commands": NoFacts;
  "too-many-reads": NoFacts;
  internal: NoFacts;
  "store-unavailable": NoFacts;
  "not-ready": NoFacts;
}

/** Every code that the API answers by itself or shares with all subjects, with the facts of one occurrence. */
export interface ApiErrorCodes extends RequestErrorCodes, RefusalCodes {}

export type ApiCode = keyof ApiErrorCodes;

/** What each code means. The sentence of one occurrence, with its facts, is `sayError`. */
// biome-ignore format: one code a line
export const ERROR_WORDS: Readonly<Record<ApiCode, ErrorWords>> = {
  "bad-request": row(["请求无法理解", "the request cannot be understood"], "caller", ["对照 /openapi.json 检查请求。", "Compare the request with /openapi.json."]),
  "not-json": row(["请求体不是 JSON", "the body is not JSON"], "caller", ["以 application/json 发送有效的 JSON。", "Send valid JSON as application/json."]),
  "two-hosts": row(["请求有两个 Host", "the request has two Host headers"], "operator", ["检查代理：只能有一个 Host。", "Look at the proxy: a request has one Host."]),
  "wrong-host": row(["请求的 Host 不是本产品的地址", "the request names a Host that is not the address of this product"], "operator", ["用 OUTFALL_PUBLIC_URL 的地址访问；代理须原样转发 Host。", "Use the address of OUTFALL_PUBLIC_URL; a proxy has to pass Host on unchanged."]),
  "invalid-body": row(["请求内容有误", "the body is wrong"], "caller", ["按 errors 指出的位置逐项改正。", "Correct what `errors` names, by JSON pointer."]),
  "invalid-query": row(["查询参数有误", "the query is wrong"], "caller", ["按 errors 指出的参数改正。", "Correct what `errors` names."]),
  "invalid-path": row(["路径参数有误", "a part of the path is wrong"], "caller", ["按 errors 指出的部分改正。", "Correct what `errors` names."]),
  "invalid-cursor": row(["翻页标记无效", "the cursor is not one of ours"], "caller", ["原样使用上一页给出的 next。", "Take `next` from the page before, unchanged."]),
  "invalid-idempotency-key": row(["幂等键无效", "the Idempotency-Key is not 1 to 128 printable characters"], "caller", ["换一个较短、不含空格的键。", "Send a shorter key without spaces."]),
  "registry-invalid": row(["登记表有误，未作任何更改", "the registry document is wrong; nothing was changed"], "administrator", ["改正 errors 中的每一项后重新提交。", "Correct every problem in `errors` and send the document again."]),
  "findings-stand-on-it": row(["登记表删去了有发现或案件的排口或网格，或把这样的排口改属其他企业，未作任何更改", "the registry document leaves out outlets or cells that findings or cases stand on, or gives such an outlet to another enterprise; nothing was changed"], "administrator", ["给它们写终止日期（validTo），改属的排口另行登记；确要撤回时加 ?withdraw=true，先用 ?preview=true 看会撤回什么。", "End them by `validTo`, and register an outlet of its own for the other enterprise; where they were a mistake, say `?withdraw=true`, and look with `?preview=true` first."]),
  "invalid-fields": row(["办理信息不完整或有误", "what the step asks for is incomplete or wrong"], "caller", ["按 errors 指出的字段改正；案件的 allowed 写明每一步需要什么。", "Correct what `errors` names; `allowed` of the case says what each step asks for."]),
  "not-logged-in": row(["未登录", "nobody is logged in, or the session or token has expired"], "caller", ["请登录，或使用有效的令牌。", "Log in, or send a valid bearer token."]),
  "wrong-credentials": row(["用户名或密码错误", "user name or password is wrong"], "caller", ["请重试；连续失败五次后须等 15 分钟。", "Try again; after five failures the account rests for 15 minutes."]),
  "second-factor-needed": row(["还需要验证码", "a code of the second factor is asked for"], "caller", ["输入认证应用上的六位数字。", "Send `code`, the six digits of the authenticator app."]),
  "wrong-code": row(["验证码不对", "the code is wrong, over, or was used before"], "caller", ["等认证应用显示下一个，再输入。", "Wait for the next one of the authenticator app."]),
  "password-must-change": row(["请先修改密码", "the password was set by somebody else and has to be changed first"], "caller", ["用 POST /api/v1/session/password 修改。", "Change it by POST /api/v1/session/password."]),
  "password-weak": row(["这个密码太容易猜到", "the password is guessed too easily"], "caller", ["换一个较长的：几个不相干的词即可。", "Choose a longer one: a few words that have nothing to do with each other."]),
  "session-needed": row(["须登录后办理，令牌不可", "a token has no account of its own: this needs a log-in"], "caller", ["以账号登录。", "Log in with the account."]),
  "second-factor-on": row(["已启用两步验证", "the account has a second factor already"], "caller", ["先停用，再重新设置。", "Take it off first."]),
  "second-factor-not-begun": row(["尚未开始设置两步验证", "no second factor was begun"], "caller", ["先取得密钥。", "Ask for a secret first."]),
  "role-not-allowed": row(["您的角色无权执行此操作", "none of the caller's roles may do this"], "administrator", ["请有此权限的人办理，或申请授予角色。", "Ask somebody with the role, or have it granted."]),
  "cross-site": row(["拒绝跨站请求", "a write with a session cookie came from another site"], "caller", ["请使用本产品的页面，或使用令牌。", "Use the product's own pages, or a bearer token."]),
  "metrics-not-allowed": row(["无权读取指标", "metrics are for loopback or the scrape token"], "operator", ["设置 OUTFALL_METRICS_TOKEN，并作为令牌发送。", "Set OUTFALL_METRICS_TOKEN and send it as a bearer token."]),
  "outside-your-cells": row(["不在您负责的网格或企业范围内", "the matter lies outside the caller's cells or enterprise"], "caller", ["请交给负责该网格的人。", "Hand it to whoever answers for the cell."]),
  "not-found": row(["不存在或无权查看", "there is no such thing, or the caller may not see it"], "caller", ["核对编号；如无权查看，请向所属网格或企业申请。", "Check the id; ask for the cell or enterprise it belongs to."]),
  "command-not-known": row(["没有此指令的记录", "no command of that id was taken, it is forgotten, or the caller may not see it"], "caller", ["用相同的 Idempotency-Key 重试不会重复生效。", "Repeat the request with the same Idempotency-Key: it is done once at most."]),
  "registry-not-empty": row(["登记表里已有内容", "something is registered: this form begins an empty installation"], "administrator", ["用导入，或逐行修改登记表。", "Import a document, or edit the registry row by row."]),
  "first-device-heard": row(["设备已经连上，不再更换密码", "the first device was heard, so its secrets are known"], "administrator", ["在登记表中更换设备密码。", "Change its secrets in the registry."]),
  "first-run-over": row(["已有账号，首次设置已结束", "there is an account: the first run is over"], "administrator", ["请登录；忘了密码，请其他管理员重设。", "Log in; another administrator can set a forgotten password anew."]),
  "first-run-key-wrong": row(["链接不对或已失效", "the link is not the one that this start has printed"], "administrator", ["用本次启动在标准错误输出的链接；每次启动都有新的。", "Use the link on standard error of this start; every start prints a new one."]),
  "username-taken": row(["用户名已存在", "the user name is taken"], "administrator", ["换一个用户名。", "Choose another name."]),
  "clock-goes-back": row(["时钟不可倒退", "the manual clock never goes back"], "caller", ["给出不早于现在的时间。", "Give a time that is not before now."]),
  "own-account": row(["不能停用自己的账号或取消自己的管理员角色", "nobody disables himself or takes away his own administrator role"], "administrator", ["请另一位管理员操作。", "Let another administrator do it."]),
  "last-administrator": row(["没有其他可用的管理员账号", "no other account could administer the installation"], "administrator", ["请先让另一个账号成为管理员。", "Make another account an administrator first."]),
  "clock-not-manual": row(["时钟不可手动调整", "the clock is not the manual one"], "operator", ["以 OUTFALL_CLOCK=manual:<时间> 启动。", "Start with OUTFALL_CLOCK=manual:<instant>."]),
  "request-in-progress": row(["相同请求正在处理", "a request with this Idempotency-Key is being answered"], "caller", ["等一秒后重试。", "Wait a second and repeat it."]),
  "precondition-failed": row(["登记表已被他人更新", "another version is in force than the one named in If-Match"], "caller", ["重新读取登记表，在新的内容上再改一次。", "Read it again and repeat the change on what is there now."]),
  "precondition-required": row(["缺少 If-Match", "the change of a row does not say which version it was made from"], "caller", ["把读取登记表时得到的 ETag 作为 If-Match 发送。", "Send the ETag of the registry that was read as If-Match."]),
  "body-too-large": row(["请求体过大", "the body is larger than the route takes"], "caller", ["减少内容；登记表最大 64 MiB（不超过 OUTFALL_API_MEMORY_MB 的八分之一），其他最大 256 KiB。", "Send less; the registry takes 64 MiB (and an eighth of OUTFALL_API_MEMORY_MB at most), everything else 256 KiB."]),
  "unsupported-media-type": row(["不支持的内容类型", "the body is not application/json"], "caller", ["以 application/json 发送。", "Send application/json."]),
  "law-confirmed": row(["该限值已由两人核实", "two persons have confirmed the row already"], "caller", ["要更正，先撤回核实。", "To correct it, take the confirmation back first."]),
  "law-person-needed": row(["账号未对应登记人员，不能核对限值", "no person of the registry stands behind the account, so it confirms no row of the law"], "caller", ["请管理员在登记页把账号对应到人员。", "Have an administrator tie the account to a person of the registry."]),
  "law-second-person": row(["须由另一人核对", "whoever read the row first cannot be the second person, too"], "caller", ["请另一位同事对照标准原文录入。", "Let a colleague read it in the standard and type it."]),
  "law-typings-differ": row(["录入内容与标准或第一人不一致", "what was typed is not the row's standard, or not what the first person read"], "caller", ["对照标准原文核对所列各项；第一人有误时先撤回。", "Look the named fields up in print; where the first person was wrong, take that reading back."]),
  "law-figure-missing": row(["缺少限值数值，或上下限颠倒", "the figure that the row compares with is missing, or its least is above its greatest"], "caller", ["录入 value；范围须录入 min 和 max。", "Type `value`; of a range `min` and `max`."]),
  "idempotency-key-reused": row(["幂等键已用于不同的请求", "the Idempotency-Key came with another request before"], "caller", ["新的请求请用新的键。", "Use a new key for a new request."]),
  "too-many-log-ins": row(["登录失败次数过多，请稍后再试", "too many log-ins failed"], "caller", ["请等到 Retry-After 所示时间之后再试。", "Wait as long as Retry-After says."]),
  "too-many-streams": row(["实时连接过多", "too many live streams are open"], "caller", ["关闭一些页面，等到 Retry-After 所示时间之后再试。", "Close some pages and wait as long as Retry-After says."]),
  "too-many-commands": row(["该设备待发命令过多", "too many commands wait for this device"], "caller", ["等设备在线并取走一些命令；一天内没有取走的命令作废。", "Wait until the device is there and has taken some; those that wait lapse after a day."]),
  "too-many-reads": row(["同时进行的查询过多", "too many reads of this account are not answered yet"], "caller", ["等前面的查询得到应答，到 Retry-After 所示时间之后再试。", "Wait for answers of those that were asked for before, and as long as Retry-After says."]),
  internal: row(["内部错误", "we made a mistake"], "operator", ["在日志中查找请求编号并报告。", "Look for the request id in the log and report it."]),
  "store-unavailable": row(["暂时无法保存或判定", "a store cannot be reached, or the disk did not take the command: it was not taken and never will be"], "caller", ["指令未被接收；稍后用相同的 Idempotency-Key 重试；查看 /readyz。", "Repeat it later with the same Idempotency-Key; look at /readyz."]),
  "not-ready": row(["服务未就绪", "a part of the product is not ready"], "operator", ["查看 /readyz 的 detail。", "Look at `detail` of /readyz."]),
};

type Both = readonly [zh: string, en: string];

function row([zh, en]: Both, who: ErrorWords["who"], [doZh, doEn]: Both): ErrorWords {
  return { title: { zh, en }, who, what: { zh: doZh, en: doEn } };
}

const WEAK_WORDS: Readonly<Record<RequestErrorCodes["password-weak"]["why"], Words>> = {
  "password-common": { zh: "这个密码很常用，最先被猜到", en: "this password is a common one, which is guessed first" },
  "password-own-name": { zh: "密码不能由自己的名字组成", en: "the password is made of your own name" },
  "password-unchanged": { zh: "新密码与原密码相同", en: "the new password is the old one" },
};

/** Sentences of single occurrences, for codes of the API that have more to say than their title. */
export const OCCURRENCE_WORDS: Partial<{ readonly [Code in keyof RequestErrorCodes]: WordTable<RequestErrorCodes>[Code] }> = {
  "cross-site": { zh: ({ header }) => `${header} 不是本站`, en: ({ header }) => `${header} is another site` },
  "password-weak": {
    zh: ({ why }) => WEAK_WORDS[why].zh,
    en: ({ why }) => WEAK_WORDS[why].en,
  },
  "wrong-host": {
    zh: ({ expected }) => `Host 应为 ${expected}`,
    en: ({ expected }) => `Host has to be ${expected}`,
  },
  "too-many-log-ins": {
    zh: ({ seconds }) => `登录失败次数过多，请在${waitZh(seconds)}后再试`,
    en: ({ seconds }) => `too many log-ins failed; try again in ${waitEn(seconds)}`,
  },
};

function waitZh(seconds: number): string {
  return seconds < 120 ? ` ${seconds} 秒` : ` ${Math.ceil(seconds / 60)} 分钟`;
}

function waitEn(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}

/** What a code means: one of the API's own, one that subjects share, or one that a subject declares. */
export function errorWords(code: string): ErrorWords | undefined {
  return code in ERROR_WORDS ? ERROR_WORDS[code as ApiCode] : SUBJECT_REFUSAL_WORDS[code];
}

/** The sentence of one occurrence; `undefined` when the title says everything. */
export function sayError({ code, facts }: AnySaid, telling: Telling): string | undefined {
  const sentence = SENTENCES[code] ?? SUBJECT_REFUSAL_WORDS[code]?.sentence;
  return sentence === undefined ? undefined : sayPhrase(sentence[telling.language] as Phrase<object>, facts, telling);
}

const SENTENCES: Readonly<Record<string, AnyRefusalWords["sentence"]>> = { ...REFUSAL_WORDS, ...OCCURRENCE_WORDS };
