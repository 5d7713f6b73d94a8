import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the registry page. */
export const registryWords = {
  "reg.title": { zh: "登记", en: "Registry" },
  "reg.health": { zh: "登记检查", en: "Registry health" },
  "reg.users": { zh: "账户", en: "Users" },
  "reg.healthEmpty": { zh: "登记没有需要补的内容", en: "Nothing is missing in the registry" },
  "reg.healthHint": {
    zh: "缺责任人、缺副手、缺限值等会列在这里。",
    en: "Missing responsible persons, deputies or limits would be listed here.",
  },
  "reg.where": { zh: "位置", en: "Where" },
  "reg.what": { zh: "问题", en: "Problem" },
  "reg.name": { zh: "姓名", en: "Name" },
  "reg.username": { zh: "用户名", en: "User name" },
  "reg.roles": { zh: "角色", en: "Roles" },
  "reg.scope": { zh: "范围", en: "Scope" },
  "reg.usersEmpty": { zh: "没有账户", en: "No users" },
  "what.health": { zh: "登记检查", en: "registry health" },
  "what.users": { zh: "账户", en: "users" },
} as const satisfies WordsTable;

export type RegistryKey = keyof typeof registryWords;

/** Says a phrase of this area, or a common one. */
export type RegistrySay = Say<RegistryKey>;
