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

/** What each role does here, as the log-in page of the demo tells. */
export const ROLE_TASK_WORDS: Readonly<Record<Role, Words>> = {
  "enterprise-specialist": {
    zh: "看本企业排口的实时值和剩余余量，申报检修排放，答复分局的问询",
    en: "Sees the live values and what is left of each limit, declares maintenance emissions, answers the bureau",
  },
  "community-officer": {
    zh: "现场核实线索，上报巡查发现的问题",
    en: "Checks leads on site, reports what patrols find",
  },
  "street-officer": {
    zh: "受理本街道的线索，核实、派遣、核查案件",
    en: "Takes the leads of the street; checks, dispatches and verifies cases",
  },
  "handling-unit": { zh: "处置派来的案件，反馈结果", en: "Handles dispatched cases and reports the result" },
  "enforcement-officer": { zh: "现场执法、立案、反馈处理结果", en: "Enforces on site, files, reports the result" },
  "bureau-staff": {
    zh: "全区值班：受理和派遣案件，审批申报，处理隔离的报文",
    en: "District duty: accepts and dispatches cases, answers declarations, looks after quarantine",
  },
  "duty-desk": { zh: "全区值班：分流线索、派遣和结案", en: "District duty: triages leads, dispatches and closes" },
  "leading-group-office": { zh: "督办、联合执法的召集", en: "Supervises, convenes joint enforcement" },
  "external-supervisor": {
    zh: "查阅全区的排口、判定和案件，不显示人员姓名，不能改动",
    en: "Reads outlets, verdicts and cases of the district without names of people, changes none",
  },
  leader: {
    zh: "看全区：超标排口、各街道未结案件、未报备排放",
    en: "Sees the district: exceeding outlets, open cases by street, undeclared emissions",
  },
  auditor: { zh: "查阅全部记录，不能改动", en: "Reads every record, changes none" },
  administrator: {
    zh: "维护登记、账户和通知渠道，不办案",
    en: "Keeps registry, accounts and notice channels; decides no case",
  },
};

/** What a power lets one do, as it follows "your role may not". */
export const POWER_WORDS: Readonly<Record<Power, Words>> = {
  "see-own": { zh: "查看这些内容", en: "see this" },
  "see-people": { zh: "查看人员姓名和离岗情况", en: "see people: their names and who is away" },
  "see-devices": { zh: "查看设备", en: "see devices" },
  "see-district": { zh: "查看全区情况", en: "see the whole district" },
  "see-messages": { zh: "查看报文台账和隔离区", en: "see the account of messages and the quarantine" },
  "see-upstreams": { zh: "查看上级平台转发", en: "see what is passed on to platforms" },
  "see-registry": { zh: "查看登记表", en: "see the registry" },
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
};
