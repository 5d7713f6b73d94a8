import { ROLE_TASK_WORDS } from "../../../../words/roles.ts";
import { below } from "../../i18n/from-words.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the log-in page. */
export const loginWords = {
  "app.system": { zh: "排污口监测与网格办案系统", en: "Discharge monitoring and grid casework" },
  "login.username": { zh: "用户名", en: "User name" },
  "login.password": { zh: "密码", en: "Password" },
  "login.code": { zh: "认证应用上的六位数字", en: "Six digits of the authenticator app" },
  "login.submit": { zh: "登录", en: "Log in" },
  "login.wrong": { zh: "用户名或密码不对。", en: "User name or password is wrong." },
  "login.demoTitle": { zh: "演示账户", en: "Demo accounts" },
  "login.demoHint": { zh: "点一个账户即可登录", en: "Click one to log in" },
  ...below("login.may", ROLE_TASK_WORDS),
  "what.session": { zh: "登录状态", en: "the session" },
} as const satisfies WordsTable;
