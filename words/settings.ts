import type { RequestProblemCodes } from "../core/request-problems.ts";
import type { NoFacts, Said } from "../core/said.ts";
import type { StoreTroubleCodes } from "../core/store-trouble.ts";
import { INSTALLATION_WORDS, type InstallationTroubleCodes } from "./installation.ts";
import type { Language } from "./language.ts";
import { NO_NAMES } from "./names.ts";
import { PROBLEM_WORDS } from "./problems.ts";
import { STORE_TROUBLE_WORDS } from "./stores.ts";
import { say, type WordTable } from "./word-table.ts";

/** Why a file or folder cannot be had. `technical` is what the system said, where its code is not one of ours. */
export interface FileTroubleCodes {
  "no-such-file": NoFacts;
  "is-a-folder": NoFacts;
  "below-a-file": NoFacts;
  "is-a-file": NoFacts;
  "no-right": NoFacts;
  "read-only": NoFacts;
  "no-space": NoFacts;
  "too-many-open-files": NoFacts;
  "other-trouble": { readonly technical: string };
}

export type FileTrouble = Said<FileTroubleCodes>;

/** What may be wrong with a setting, or with an option of `start`. */
export interface SettingProblemCodes extends RequestProblemCodes, InstallationTroubleCodes, StoreTroubleCodes {
  "unknown-setting": NoFacts;
  /** A file that is to hold a secret. */
  "file-not-taken": NoFacts;
  "not-a-clock": NoFacts;
  "not-addresses": NoFacts;
  "not-an-origin": NoFacts;
  "not-in-this-edition": NoFacts;
  "demo-off-loopback": NoFacts;
  "clock-off-loopback": NoFacts;
  "door-of-the-demo": NoFacts;
  "needed-with": { readonly other: string };
  "port-of-another-setting": { readonly port: number; readonly others: readonly string[] };
  "port-in-use": { readonly port: number; readonly host: string };
  "port-without-right": { readonly port: number };
  "host-not-here": { readonly host: string; readonly technical: string };
  "file-not-readable": { readonly file: string; readonly why: FileTrouble };
  "folder-is-a-file": { readonly folder: string };
  "folder-below-a-file": { readonly folder: string; readonly file: string };
  "folder-not-writable": { readonly folder: string; readonly why: FileTrouble };
  "folder-not-makable": { readonly folder: string; readonly parent: string; readonly why: FileTrouble };
  "role-taken": { readonly role: string; readonly folder: string };
  "no-such-role": { readonly role: string; readonly roles: readonly string[] };
  "role-named-twice": { readonly role: string };
  "simulators-without-gateway": NoFacts;
}

export const FILE_TROUBLE_WORDS: WordTable<FileTroubleCodes> = {
  "no-such-file": { zh: "没有这个文件或文件夹", en: "there is no such file or folder" },
  "is-a-folder": { zh: "是文件夹，不是文件", en: "is a folder, not a file" },
  "below-a-file": { zh: "上级是文件，不是文件夹", en: "lies below something that is a file, not a folder" },
  "is-a-file": { zh: "是文件，不是文件夹", en: "is a file, not a folder" },
  "no-right": { zh: "当前用户没有权限", en: "this user has no right to it" },
  "read-only": { zh: "文件系统只读", en: "the file system is read-only" },
  "no-space": { zh: "磁盘已满", en: "there is no space left on the disk" },
  "too-many-open-files": { zh: "打开的文件过多", en: "too many open files" },
  "other-trouble": { zh: ({ technical }) => technical, en: ({ technical }) => technical },
};

/** Why a file or folder cannot be had, as it stands behind its name. */
export function sayTrouble(why: FileTrouble, language: Language): string {
  return say(FILE_TROUBLE_WORDS, why, { language, names: NO_NAMES });
}

/** What is wrong with a setting; the name of the setting stands before it. */
export const SETTING_WORDS: WordTable<SettingProblemCodes> = {
  ...PROBLEM_WORDS,
  ...INSTALLATION_WORDS,
  ...STORE_TROUBLE_WORDS,
  "file-not-taken": {
    zh: "无法读取所指的文件，或对应的设置已直接给出",
    en: "names a file that cannot be read, or its setting is given itself, too",
  },
  "unknown-setting": { zh: "没有这个设置，见 docs/configuration.md", en: "is not a setting; see docs/configuration.md" },
  "not-a-clock": {
    zh: "应为 system、scaled:<倍数，至多 100000> 或 manual:<带时区的时间>",
    en: "must be system, scaled:<factor up to 100000>, or manual:<instant with offset>",
  },
  "not-addresses": {
    zh: "应为 IP 地址或网段（10.0.0.0/8），以逗号分隔",
    en: "must be IP addresses or networks (10.0.0.0/8), with commas between",
  },
  "not-an-origin": {
    zh: "应为 https://主机名 或 http://主机名，可带端口，不带路径和账号",
    en: "must be https://host or http://host, with a port where needed, without path or account",
  },
  "not-in-this-edition": { zh: "集群日志不在本版本中", en: "the clustered journal is not part of this edition" },
  "demo-off-loopback": {
    zh: "演示使用公开的口令，除非 OUTFALL_DEMO_PUBLIC=1，只能在本机回环地址上运行",
    en: "the demo has well-known passwords and is refused off the loopback address unless OUTFALL_DEMO_PUBLIC=1",
  },
  "clock-off-loopback": {
    zh: "不在本机回环地址上时只能用 system",
    en: "anything but system is refused off the loopback address",
  },
  "door-of-the-demo": {
    zh: "演示的数采仪要从这里接入，不能关闭",
    en: "the plants of the demo come in here: it cannot be off",
  },
  "needed-with": { zh: ({ other }) => `设置了 ${other} 就必须给出`, en: ({ other }) => `is needed when ${other} is set` },
  "port-of-another-setting": {
    zh: ({ port, others }) => `端口 ${port} 也是 ${others.join("、")} 的，须各用各的端口`,
    en: ({ port, others }) => `port ${port} is that of ${others.join(" and ")}, too; each needs its own`,
  },
  "port-in-use": {
    zh: ({ port, host }) => `${host} 的端口 ${port} 已被其他进程占用`,
    en: ({ port, host }) => `port ${port} on ${host} is in use by another process`,
  },
  "port-without-right": {
    zh: ({ port }) => `当前用户不能监听端口 ${port}`,
    en: ({ port }) => `this user may not listen on port ${port}`,
  },
  "host-not-here": {
    zh: ({ host, technical }) => `不能监听 ${host}：${technical}`,
    en: ({ host, technical }) => `${host} cannot be listened on: ${technical}`,
  },
  "file-not-readable": {
    zh: ({ file, why }) => `${file}：${sayTrouble(why, "zh")}`,
    en: ({ file, why }) => `${file}: ${sayTrouble(why, "en")}`,
  },
  "folder-is-a-file": {
    zh: ({ folder }) => `${folder} 是文件，不是文件夹`,
    en: ({ folder }) => `${folder} is a file, not a folder`,
  },
  "folder-below-a-file": {
    zh: ({ folder, file }) => `不能建立 ${folder}：${file} 是文件`,
    en: ({ folder, file }) => `${folder} cannot be made: ${file} is a file`,
  },
  "folder-not-writable": {
    zh: ({ folder, why }) => `${folder} 不可写：${sayTrouble(why, "zh")}`,
    en: ({ folder, why }) => `${folder} cannot be written: ${sayTrouble(why, "en")}`,
  },
  "folder-not-makable": {
    zh: ({ folder, parent, why }) => `不能在 ${parent} 之下建立 ${folder}：${sayTrouble(why, "zh")}`,
    en: ({ folder, parent, why }) => `${folder} cannot be made below ${parent}: ${sayTrouble(why, "en")}`,
  },
  "role-taken": {
    zh: ({ role, folder }) => `${folder} 上的角色 ${role} 已被占用：另一个进程正在使用`,
    en: ({ role, folder }) => `the role ${role} is taken on ${folder}: another process works there`,
  },
  "no-such-role": {
    zh: ({ role, roles }) => `没有角色“${role}”，可用：${roles.join("、")}`,
    en: ({ role, roles }) => `there is no role "${role}"; roles are ${roles.join(", ")}`,
  },
  "role-named-twice": { zh: ({ role }) => `${role} 写了不止一次`, en: ({ role }) => `${role} is named more than once` },
  "simulators-without-gateway": {
    zh: "simulators 须与 gateway 在同一进程中",
    en: "simulators need gateway beside them in the same process",
  },
};
