import type { Language } from "../words/language.ts";
import { NO_NAMES, type Telling } from "../words/names.ts";
import { readLocale } from "./config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The language of the command line, from the locale as POSIX orders it: `LC_ALL`, `LC_MESSAGES`, `LANG`; the first that
 * is set decides. Chinese for `zh…`, English for everything else.
 */
export function languageOfLocale(environment: Environment): Language {
  const locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
    .map((name) => environment[name])
    .find((text) => text !== undefined && text !== "");
  return /^zh(?:[_.@-]|$)/i.test(locale ?? "") ? "zh" : "en";
}

/** How this process speaks to whoever started it. */
export function spokenHere(): Telling {
  return { language: languageOfLocale(readLocale()), names: NO_NAMES };
}
