import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";
import { rowWords } from "./row-words.ts";

/** The words of the registry page. */
export const registryWords = {
  ...rowWords,
  "reg.title": { zh: "登记", en: "Registry" },
  "reg.health": { zh: "登记检查", en: "Registry health" },
  "reg.users": { zh: "账户", en: "Users" },
  "reg.healthEmpty": { zh: "登记没有需要补的内容", en: "Nothing is missing in the registry" },
  "reg.healthHint": {
    zh: "缺责任人、缺副手、缺限值等会列在这里。",
    en: "Missing responsible persons, deputies or limits would be listed here.",
  },
  "reg.import": { zh: "导入登记表", en: "Import a registry document" },
  "reg.importHint": {
    zh: "选择 JSON 文件后先显示会改什么，确认后才生效。",
    en: "Choose a JSON file: what it would change is shown first, and nothing takes effect before you say so.",
  },
  "reg.file": { zh: "选择登记表文件（JSON）", en: "Choose a registry document (JSON)" },
  "reg.notJson": { zh: "文件不是 JSON", en: "The file is not JSON" },
  "reg.nothingChanges": { zh: "与现行登记表相同，没有改动。", en: "The document says what is in force: nothing would change." },
  "reg.changes": {
    zh: "{table}：新增 {added}，修改 {changed}，删去 {removed}",
    en: "{table}: {added} added, {changed} changed, {removed} removed",
  },
  "reg.effect": {
    zh: "撤回已确认的发现 {confirmed} 条、待确认的 {provisional} 条、豁免的 {exempted} 条；新开 {opens} 条；改写 {revises} 条。",
    en: "Withdraws {confirmed} confirmed, {provisional} provisional and {exempted} exempted findings, opens {opens}, revises {revises}.",
  },
  "reg.atLeast": {
    zh: "涉及的时段很多，只看了一部分：实际数目只会更多。",
    en: "Many periods are concerned and only a part was looked at: the real numbers can only be higher.",
  },
  "reg.takeEffect": { zh: "生效", en: "Take effect" },
  "reg.withdrawToo": { zh: "连同发现一起撤回，重新预览", en: "Look again, with those findings withdrawn" },
  "reg.done": { zh: "登记表已生效。", en: "The registry document is in force." },
  "reg.judging": {
    zh: "正在按新登记表重新判定：共 {spans} 段，还剩 {left} 段。没有轮到的时段仍显示原来的判定。",
    en: "Judging again: {left} of {spans} spans are left. A period shows what was said before until its turn has come.",
  },
  "row.title": { zh: "修改登记", en: "Change" },
  "row.new": { zh: "补登", en: "New" },
  "row.hint": {
    zh: '改好后先看影响，再生效。字段见帮助「填报登记表」；密钥显示为 {"set":true}，留着即保留。',
    en: 'Its effect is shown before it is taken. A secret shows as {"set":true} and stays when left so.',
  },
  "row.text": { zh: "这一行（JSON）", en: "The row (JSON)" },
  "row.notObject": { zh: "不是一个 JSON 对象", en: "That is no JSON object" },
  "row.look": { zh: "看会改什么", en: "Show what changes" },
  "what.row": { zh: "这一行", en: "the row" },
  "reg.mend": { zh: "去补正", en: "Mend it" },
  "user.reset": { zh: "重设密码", en: "Set a new password" },
  "user.resetFor": { zh: "为 {name} 重设密码", en: "Set a new password for {name}" },
  "user.wasReset": { zh: "密码已重设，该账户须重新登录", en: "The new password is set; the account has to log in again" },
  "reg.where": { zh: "位置", en: "Where" },
  "reg.what": { zh: "问题", en: "Problem" },
  "reg.name": { zh: "姓名", en: "Name" },
  "reg.username": { zh: "用户名", en: "User name" },
  "reg.roles": { zh: "角色", en: "Roles" },
  "reg.scope": { zh: "范围", en: "Scope" },
  "reg.usersEmpty": { zh: "没有账户", en: "No users" },
  "user.new": { zh: "新建账户", en: "New account" },
  "user.password": { zh: "初始密码", en: "First password" },
  "user.passwordHint": {
    zh: "至少 8 个字符；本人登录后须先换成自己的",
    en: "At least 8 characters; its owner chooses another one at the first log-in",
  },
  "user.cells": { zh: "负责的网格", en: "Cells" },
  "user.cellsHint": { zh: "网格员、街道环保员等按网格办事的角色需要", en: "For roles that work within cells" },
  "user.enterprise": { zh: "所属企业", en: "Enterprise" },
  "user.person": { zh: "登记表中的人员", en: "Person of the registry" },
  "user.make": { zh: "建立账户", en: "Make the account" },
  "user.made": { zh: "账户已建立", en: "The account is made" },
  "what.health": { zh: "登记检查", en: "registry health" },
  "what.users": { zh: "账户", en: "users" },
} as const satisfies WordsTable;

export type RegistryKey = keyof typeof registryWords;

/** Says a phrase of this area, or a common one. */
export type RegistrySay = Say<RegistryKey>;
