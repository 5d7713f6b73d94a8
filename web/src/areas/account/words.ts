import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the own account. */
export const accountWords = {
  "acc.title": { zh: "我的账号", en: "My account" },
  "acc.password": { zh: "密码", en: "Password" },
  "acc.first": { zh: "请先设置自己的密码", en: "Choose your own password first" },
  "acc.firstAbout": {
    zh: "现在的密码是别人设的，只有您自己知道的密码才能证明是您。",
    en: "The present password was set by somebody else. Only one that you alone know shows that it is you.",
  },
  "acc.passwordHint": {
    zh: "至少 8 个字符，越长越好；常用密码和自己的名字不可用。修改后，其他登录全部结束。",
    en: "At least 8 characters, the longer the better; no common password, not your own name. Every other log-in ends.",
  },
  "acc.current": { zh: "现在的密码", en: "Present password" },
  "acc.new": { zh: "新密码", en: "New password" },
  "acc.again": { zh: "再输一次新密码", en: "New password again" },
  "acc.different": { zh: "两次输入不同", en: "The two are not the same" },
  "acc.change": { zh: "修改密码", en: "Change password" },
  "acc.changed": { zh: "密码已修改", en: "Password changed" },
  "acc.sessions": { zh: "登录中的设备", en: "Where you are logged in" },
  "acc.sessionsAbout": {
    zh: "不认识的就结束它，并修改密码。一小时不操作或登录满十二小时，登录自动结束。",
    en: "End what you do not know, and change your password. A log-in ends after an hour without use, and after twelve hours.",
  },
  "acc.here": { zh: "就是这里", en: "This one" },
  "acc.address": { zh: "地址", en: "Address" },
  "acc.agent": { zh: "浏览器", en: "Browser" },
  "acc.since": { zh: "登录时间", en: "Since" },
  "acc.lastAct": { zh: "最近操作", en: "Last used" },
  "acc.end": { zh: "结束", en: "End" },
  "acc.ended": { zh: "已结束", en: "Ended" },
  "acc.factor": { zh: "两步验证", en: "Second factor" },
  "acc.factorOff": {
    zh: "未启用。启用后，登录时除密码外还要输入手机认证应用上的六位数字。",
    en: "Off. With it, a log-in asks for six digits of an authenticator app besides the password.",
  },
  "acc.factorOn": { zh: "已启用。", en: "On." },
  "acc.begin": { zh: "启用两步验证", en: "Set it up" },
  "acc.secret": { zh: "在认证应用中添加这个密钥", en: "Add this key to the authenticator app" },
  "acc.openApp": { zh: "在本机的认证应用中打开", en: "Open in an app of this device" },
  "acc.code": { zh: "六位验证码", en: "Six digits" },
  "acc.confirm": { zh: "确认", en: "Confirm" },
  "acc.remove": { zh: "停用两步验证", en: "Take it off" },
  "what.sessions": { zh: "登录列表", en: "the log-ins" },
} as const satisfies WordsTable;

export type AccountSay = Say<keyof typeof accountWords>;
