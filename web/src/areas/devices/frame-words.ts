import { isWord } from "../../i18n/say.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

/** A system code with what it stands for: `31 大气环境污染源`. */
export function stWords(st: string, say: DeviceSay): string {
  const key = `st.${st}`;
  return `${st} ${say(isWord(deviceWords, key) ? key : "decode.stOther")}`;
}

/** What a data flag means; `undefined` for a letter that no edition has. Air stations of 2005 use digits. */
export function flagWords(flag: string, st: string, say: DeviceSay): string | undefined {
  const key = st === "22" && /^\d$/.test(flag) ? `airFlag.${flag}` : `flag.${flag}`;
  return isWord(deviceWords, key) ? say(key) : undefined;
}
