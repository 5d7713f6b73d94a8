import type { Power, Role } from "../core/people/rights.ts";
import type { Words } from "./language.ts";

/** What the roles are called. */
export const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  "enterprise-specialist": { zh: "环保专员", en: "Enterprise specialist" },
  "community-officer": { zh: "社区网格员", en: "Community officer" },
  "street-officer": { zh: "街道环保员", en: "Street officer" },
  "handling-unit": { zh: "处置单位", en: "Handling unit" },
  "enforcement-officer": { zh: "执法人员", en: "Enforcement officer" },
  "bureau-staff": { zh: "分局值班", en: "Bureau staff" },
  "duty-desk": { zh: "值班台", en: "Duty desk" },
  "leading-group-office": { zh: "领导小组办公室", en: "Leading group office" },
  "external-supervisor": { zh: "外部监督员", en: "External supervisor" },
  leader: { zh: "领导", en: "Leader" },
  auditor: { zh: "审计", en: "Auditor" },
  administrator: { zh: "管理员", en: "Administrator" },
};

/** Somebody whose role is not known any more, where a name may not be shown. */
export const SOMEBODY: Words = { zh: "工作人员", en: "Staff" };

/** Something that a role does on the pages, and the power that it takes. */
interface Task {
  readonly power: Power;
  readonly words: Words;
}

const RECEIVES: Task = { power: "receive", words: { zh: "接收移送来的案件", en: "takes up transferred cases" } };
const ANSWERS: Task = { power: "decide-declaration", words: { zh: "答复申报", en: "answers declarations" } };
const RETRIES: Task = { power: "retry-quarantine", words: { zh: "重试隔离的报文", en: "retries what is in quarantine" } };
const DISPATCHES: Task = { power: "desk", words: { zh: "派遣和结案", en: "dispatches and closes cases" } };

/**
 * What each role does here. The log-in page of the demo promises it: nothing stands here that the role may not do, or
 * that no page of its menu does.
 */
export const ROLE_TASKS: Readonly<Record<Role, readonly [Task, ...Task[]]>> = {
  "enterprise-specialist": [
    {
      power: "see-own",
      words: { zh: "看本企业排口的实时值和本时段余量", en: "sees the live values and what is left of each limit" },
    },
    { power: "declare", words: { zh: "申报检修或工艺需要的排放", en: "declares emissions of maintenance and process" } },
    { power: "raise-signal", words: { zh: "说明本企业的预警线索", en: "explains the signals of the own plant" } },
  ],
  "community-officer": [
    {
      power: "check",
      words: { zh: "现场核实本社区的案件，核查处置结果", en: "checks the cases of the community on site, and their results" },
    },
  ],
  "street-officer": [
    { power: "accept", words: { zh: "受理本街道的案件或不予受理", en: "accepts or rejects the cases of the street" } },
    { power: "check", words: { zh: "核实情况，核查处置结果", en: "checks what is so, and what was done" } },
  ],
  "handling-unit": [
    { power: "work", words: { zh: "接办派来的案件，反馈处置结果", en: "handles dispatched cases and reports the result" } },
    RECEIVES,
  ],
  "enforcement-officer": [
    { power: "work", words: { zh: "处置案件，反馈结果", en: "handles cases and reports the result" } },
    { power: "file", words: { zh: "行政立案", en: "files cases" } },
  ],
  "bureau-staff": [
    { power: "accept", words: { zh: "受理全区的案件", en: "accepts the cases of the district" } },
    DISPATCHES,
    ANSWERS,
    RETRIES,
  ],
  "duty-desk": [
    { power: "accept", words: { zh: "分流全区的案件", en: "triages the cases of the district" } },
    DISPATCHES,
    ANSWERS,
    RETRIES,
  ],
  "leading-group-office": [{ power: "lead", words: { zh: "召集联合执法", en: "convenes joint enforcement" } }, ANSWERS],
  "external-supervisor": [
    {
      power: "see-own",
      words: {
        zh: "查阅全区的排口、判定和案件，不显示人员姓名，不能改动",
        en: "reads outlets, verdicts and cases of the district without names of people, changes none",
      },
    },
  ],
  leader: [
    {
      power: "see-district",
      words: {
        zh: "看全区：超标排口、各街道未结案件、未报备排放",
        en: "sees the district: exceeding outlets, open cases by street, undeclared emissions",
      },
    },
  ],
  auditor: [
    {
      power: "see-district",
      words: { zh: "查阅全区概览、排口和案件，不能改动", en: "reads overview, outlets and cases of the district, changes none" },
    },
  ],
  administrator: [
    { power: "change-registry", words: { zh: "维护登记表", en: "keeps the registry" } },
    { power: "change-accounts", words: { zh: "开设账户", en: "makes accounts" } },
    {
      power: "operate-devices",
      words: { zh: "看设备和系统状况，不办案", en: "looks after devices and the system; decides no case" },
    },
  ],
};

/** The same as one line. */
export const ROLE_TASK_WORDS = Object.fromEntries(
  Object.entries(ROLE_TASKS).map(([role, tasks]) => [role, lineOf(tasks)]),
) as Readonly<Record<Role, Words>>;

function lineOf(tasks: readonly Task[]): Words {
  const en = tasks.map(({ words }) => words.en).join("; ");
  return { zh: tasks.map(({ words }) => words.zh).join("；"), en: en.charAt(0).toUpperCase() + en.slice(1) };
}

/** What a power lets one do, as it follows "your role may not". */
export const POWER_WORDS: Readonly<Record<Power, Words>> = {
  "see-own": { zh: "查看这些内容", en: "see this" },
  "see-people": { zh: "查看人员姓名和离岗情况", en: "see people: their names and who is away" },
  "see-devices": { zh: "查看设备", en: "see devices" },
  "see-district": { zh: "查看全区情况", en: "see the whole district" },
  "see-messages": { zh: "查看报文台账和隔离区", en: "see the account of messages and the quarantine" },
  "see-upstreams": { zh: "查看上级平台转发", en: "see what is passed on to platforms" },
  "see-registry": { zh: "查看登记表", en: "see the registry" },
  "confirm-law": { zh: "核实法规限值", en: "confirm figures of the law" },
  "see-accounts": { zh: "查看账号", en: "see accounts" },
  "see-audit": { zh: "查看审计日志", en: "see the audit log" },
  "see-reporter": { zh: "查看举报人", en: "see who reported a case" },
  "change-registry": { zh: "修改登记表", en: "change the registry" },
  "change-accounts": { zh: "管理账号", en: "manage accounts" },
  "move-clock": { zh: "调整时钟", en: "move the clock" },
  "operate-devices": { zh: "向设备发送命令", en: "send commands to devices" },
  "retry-quarantine": { zh: "重试或清出隔离区的报文", en: "retry or discard what is in the quarantine" },
  "report-case": { zh: "上报案件", en: "report cases" },
  "take-steps": { zh: "办理案件", en: "take steps of cases" },
  "raise-signal": { zh: "上报或排除预警线索", en: "raise or dismiss signals" },
  accept: { zh: "受理案件", en: "accept cases" },
  check: { zh: "核实案件", en: "check cases" },
  desk: { zh: "派遣、核查案件", en: "dispatch and verify cases" },
  work: { zh: "处置案件", en: "handle cases" },
  receive: { zh: "受理移送的案件", en: "take up transferred cases" },
  file: { zh: "行政立案", en: "file cases" },
  lead: { zh: "协调、督办案件", en: "coordinate and supervise cases" },
  declare: { zh: "提交申报", en: "declare emissions" },
  "decide-declaration": { zh: "答复申报", en: "answer declarations" },
  "report-accident": { zh: "报告突发环境事件", en: "report accidents" },
  "report-patrol": { zh: "登记巡查", en: "report patrols" },
  "order-control": { zh: "下达重污染天气管控", en: "give control orders" },
  tag: { zh: "标记本企业的数据", en: "tag the own data" },
};
