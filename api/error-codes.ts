/** One code that the API can answer, for the table in `docs/errors.md`. */
export interface ErrorCode {
  readonly code: string;
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** Who can do something about it. */
  readonly who: "caller" | "administrator" | "operator";
  readonly what: string;
}

type Row = readonly [code: string, status: number, zh: string, en: string, who: ErrorCode["who"], what: string];

// biome-ignore format: one code a line
const ROWS = [
  ["bad-request", 400, "请求无法理解", "the request cannot be understood", "caller", "Compare the request with /openapi.json."],
  ["not-json", 400, "请求体不是 JSON", "the body is not JSON", "caller", "Send valid JSON as application/json."],
  ["invalid-body", 400, "请求内容有误", "the body is wrong", "caller", "Correct what `errors` names, by JSON pointer."],
  ["invalid-query", 400, "查询参数有误", "the query is wrong", "caller", "Correct what `errors` names."],
  ["invalid-path", 400, "路径参数有误", "a part of the path is wrong", "caller", "Correct what `errors` names."],
  ["invalid-cursor", 400, "翻页标记无效", "the cursor is not one of ours", "caller", "Take `next` from the page before, unchanged."],
  ["invalid-idempotency-key", 400, "幂等键无效", "the Idempotency-Key is not 1 to 128 printable characters", "caller", "Send a shorter key without spaces."],
  ["registry-invalid", 400, "登记表有误，未作任何更改", "the registry document is wrong; nothing was changed", "administrator", "Correct every problem in `errors` and send the document again."],
  ["invalid-fields", 400, "办理信息不完整或有误", "what the step asks for is incomplete or wrong", "caller", "Correct what `errors` names; `allowed` of the case says what each step asks for."],
  ["not-logged-in", 401, "未登录", "nobody is logged in, or the session or token has expired", "caller", "Log in, or send a valid bearer token."],
  ["wrong-credentials", 401, "用户名或密码错误", "user name or password is wrong", "caller", "Try again; after five failures the account rests for 15 minutes."],
  ["role-not-allowed", 403, "您的角色无权执行此操作", "none of the caller's roles may do this", "administrator", "Ask somebody with the role, or have it granted."],
  ["cross-site", 403, "拒绝跨站请求", "a write with a session cookie came from another site", "caller", "Use the product's own pages, or a bearer token."],
  ["metrics-not-allowed", 403, "无权读取指标", "metrics are for loopback or the scrape token", "operator", "Set OUTFALL_METRICS_TOKEN and send it as a bearer token."],
  ["outside-your-cells", 403, "不在您负责的网格或企业范围内", "the matter lies outside the caller's cells or enterprise", "caller", "Hand it to whoever answers for the cell."],
  ["not-found", 404, "不存在或无权查看", "there is no such thing, or the caller may not see it", "caller", "Check the id; ask for the cell or enterprise it belongs to."],
  ["username-taken", 409, "用户名已存在", "the user name is taken", "administrator", "Choose another name."],
  ["same-person", 409, "核查、结案人员不得与处置人员为同一人", "who handled a case may neither verify nor close it", "caller", "Let somebody else do it."],
  ["already-decided", 409, "申报已答复", "the declaration has been answered already", "caller", "Read it again."],
  ["clock-goes-back", 409, "时钟不可倒退", "the manual clock never goes back", "caller", "Give a time that is not before now."],
  ["own-account", 409, "不能停用自己的账号或取消自己的管理员角色", "nobody disables himself or takes away his own administrator role", "administrator", "Let another administrator do it."],
  ["clock-not-manual", 409, "时钟不可手动调整", "the clock is not the manual one", "operator", "Start with OUTFALL_CLOCK=manual:<instant>."],
  ["request-in-progress", 409, "相同请求正在处理", "a request with this Idempotency-Key is being answered", "caller", "Wait a second and repeat it."],
  ["transition-not-allowed", 409, "当前状态不允许此操作", "the case cannot go there from its state", "caller", "Take one of the states in `allowed`."],
  ["stale-version", 409, "案件已被他人更新", "the case has changed since it was read", "caller", "Read it again and decide again."],
  ["body-too-large", 413, "请求体过大", "the body is larger than the route takes", "caller", "Send less; the registry takes 8 MiB, everything else 256 KiB."],
  ["unsupported-media-type", 415, "不支持的内容类型", "the body is not application/json", "caller", "Send application/json."],
  ["idempotency-key-reused", 422, "幂等键已用于不同的请求", "the Idempotency-Key came with another request before", "caller", "Use a new key for a new request."],
  ["too-many-log-ins", 429, "登录失败次数过多，请稍后再试", "too many log-ins failed", "caller", "Wait as long as Retry-After says."],
  ["too-many-streams", 429, "实时连接过多", "too many live streams are open", "caller", "Close some pages and wait as long as Retry-After says."],
  ["too-many-commands", 429, "该设备待发命令过多", "too many commands wait for this device", "caller", "Wait until the device is there and has taken some; those that wait lapse after a day."],
  ["internal", 500, "内部错误", "we made a mistake", "operator", "Look for the request id in the log and report it."],
  ["store-unavailable", 503, "暂时无法保存或判定", "the command could not be made durable, or was not decided in time", "caller", "Repeat it with the same Idempotency-Key; look at /readyz."],
  ["not-ready", 503, "服务未就绪", "a part of the product is not ready", "operator", "Look at `detail` of /readyz."],
] as const satisfies readonly Row[];

/** Codes that the API answers; those of the engine's refusals are among them. */
export type ApiCode = (typeof ROWS)[number][0];

/** All codes, ordered by status. */
export const ERROR_CODES: readonly ErrorCode[] = ROWS.map(([code, status, zh, en, who, what]) => ({
  code,
  status,
  zh,
  en,
  who,
  what,
}));

/** Codes of single mistakes in `errors` of `invalid-body`, `invalid-query`, `invalid-path` and `registry-invalid`. */
// biome-ignore format: one code a line
export const FIELD_CODES: readonly (readonly [code: string, zh: string, en: string])[] = [
  ["required", "缺少", "it is missing"],
  ["unknown-field", "未知字段", "no such field"],
  ["wrong-type", "类型错误", "it has the wrong type"],
  ["wrong-format", "格式错误", "it has the wrong form"],
  ["unwritable-text", "含不可存储的字符", "it holds NUL or half a character"],
  ["out-of-range", "超出范围", "it is too small, too large, too short or too long"],
  ["not-allowed-value", "不允许的值", "it is not one of the allowed values"],
  ["not-a-time", "不是有效时间", "it is no ISO 8601 date and time"],
  ["time-without-offset", "时间缺少时区", "the time has no offset"],
  ["not-a-date", "不是有效日期", "it is no date of the calendar"],
  ["from-not-before-to", "起始时间不早于结束时间", "from is not before to"],
  ["range-too-long", "时间范围过长", "the range is longer than this basis answers"],
  ["unknown-unit", "部门不存在", "no such unit"],
  ["not-an-instant", "不是带时区的时间", "it is no time with an offset"],
  ["not-in-future", "须晚于现在", "it is not in the future"],
  ["not-a-number", "不是数字", "it is not a number"],
  ["same-person", "须为另一人", "it has to be somebody else"],
  ["outlet-of-another-enterprise", "排口不属于该企业", "the outlet belongs to another enterprise"],
  ["window-empty", "结束须晚于开始", "the end is not after the start"],
  ["window-too-long", "时段过长", "the period is longer than may be declared at once"],
  ["duplicate-id", "编号重复", "the id stands twice in its table"],
  ["level-out-of-step", "网格层级不符", "the cell cannot stand under a cell of that level"],
  ["second-district", "同一区划有多个一级网格", "the division has a first-level cell already"],
  ["second-enterprise-cell", "企业已有四级网格", "the enterprise has a fourth-level cell already"],
  ["unknown-cell", "网格不存在", "no such cell"],
  ["unknown-person", "人员不存在", "no such person"],
  ["unknown-enterprise", "企业不存在", "no such enterprise"],
  ["unknown-outlet", "排口不存在", "no such outlet"],
  ["unknown-device", "设备不存在", "no such device"],
  ["unknown-emission-unit", "生产设施不存在", "no such emission unit"],
  ["deputy-not-asked", "该角色无需 AB 角", "only a direct-responsible person has a deputy"],
  ["deputy-for-nobody", "被代理人不是直接责任人", "the person stood in for is not direct-responsible in the cell"],
  ["wrong-uscc", "统一社会信用代码校验不符", "the check character of the credit code does not fit"],
  ["wrong-permit", "排污许可证编号有误", "the permit number has the wrong form"],
  ["duplicate-channel", "通道重复", "the device's factor is mapped already"],
  ["min-above-max", "下限大于上限", "min is above max"],
  ["valid-from-after-valid-to", "起止日期颠倒", "validTo is not after validFrom"],
  ["limit-without-source", "限值缺少来源", "the limit names no source"],
  ["limit-without-value", "限值缺少数值", "the comparator needs its value"],
  ["oxygen-reference", "基准含氧量有误", "the reference oxygen content is missing or not between 0 and 21"],
  ["unit-differs", "单位不一致", "the limit's unit is not that of the channel"],
  ["duplicate-upstream-mn", "上级平台设备编码重复", "the platform knows another device by that MN already"],
  ["upstream-without-password", "缺少上级平台口令", "a device of the upstream has no PW to show to it"],
];

/** The page `docs/errors.md` from the tables above. */
export function renderErrorCodes(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = ERROR_CODES.map(
    (c) => `| \`${c.code}\` | ${c.status} | ${cell(c.zh)} | ${cell(c.en)} | ${c.who} | ${cell(c.what)} |`,
  );
  const fields = FIELD_CODES.map(([code, zh, en]) => `| \`${code}\` | ${cell(zh)} | ${cell(en)} |`);
  return [
    "| code | status | 含义 | meaning | who can act | what to do |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "| code in `errors` | 含义 | meaning |",
    "| --- | --- | --- |",
    ...fields,
    "",
  ].join("\n");
}
