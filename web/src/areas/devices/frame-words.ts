import { isWordKey, type Say } from "../../i18n/translate.ts";

/** A system code with what it stands for: `31 大气环境污染源`. */
export function stWords(st: string, say: Say): string {
  const key = `st.${st}`;
  return `${st} ${say(isWordKey(key) ? key : "decode.stOther")}`;
}

/** What a data flag means; `undefined` for a letter that no edition has. Air stations of 2005 use digits. */
export function flagWords(flag: string, st: string, say: Say): string | undefined {
  const key = st === "22" && /^\d$/.test(flag) ? `airFlag.${flag}` : `flag.${flag}`;
  return isWordKey(key) ? say(key) : undefined;
}
