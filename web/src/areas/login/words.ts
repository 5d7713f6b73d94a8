import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the log-in page. */
export const loginWords = {
  "app.system": { zh: "排污口监测与网格办案系统", en: "Discharge monitoring and grid casework" },
  "login.username": { zh: "用户名", en: "User name" },
  "login.password": { zh: "密码", en: "Password" },
  "login.submit": { zh: "登录", en: "Log in" },
  "login.wrong": { zh: "用户名或密码不对。", en: "User name or password is wrong." },
  "login.demoTitle": { zh: "演示账户", en: "Demo accounts" },
  "login.demoHint": { zh: "点一个账户即可登录", en: "Click one to log in" },
  "login.may.enterprise-specialist": {
    zh: "看本企业排口的实时值和剩余余量，申报检修排放，答复分局的问询",
    en: "Sees the live values and what is left of each limit, declares maintenance emissions, answers the bureau",
  },
  "login.may.community-officer": {
    zh: "现场核实线索，上报巡查发现的问题",
    en: "Checks leads on site, reports what patrols find",
  },
  "login.may.street-officer": {
    zh: "受理本街道的线索，核实、派遣、核查案件",
    en: "Takes the leads of the street; checks, dispatches and verifies cases",
  },
  "login.may.handling-unit": { zh: "处置派来的案件，反馈结果", en: "Handles dispatched cases and reports the result" },
  "login.may.enforcement-officer": { zh: "现场执法、立案、反馈处理结果", en: "Enforces on site, files, reports the result" },
  "login.may.bureau-staff": {
    zh: "全区值班：受理和派遣案件，审批申报，处理隔离的报文",
    en: "District duty: accepts and dispatches cases, answers declarations, looks after quarantine",
  },
  "login.may.duty-desk": { zh: "全区值班：分流线索、派遣和结案", en: "District duty: triages leads, dispatches and closes" },
  "login.may.leading-group-office": { zh: "督办、联合执法的召集", en: "Supervises, convenes joint enforcement" },
  "login.may.leader": {
    zh: "看全区：超标排口、各街道未结案件、未报备排放",
    en: "Sees the district: exceeding outlets, open cases by street, undeclared emissions",
  },
  "login.may.auditor": { zh: "查阅全部记录，不能改动", en: "Reads every record, changes none" },
  "login.may.administrator": {
    zh: "维护登记、账户和通知渠道，不办案",
    en: "Keeps registry, accounts and notice channels; decides no case",
  },
  "what.session": { zh: "登录状态", en: "the session" },
} as const satisfies WordsTable;
