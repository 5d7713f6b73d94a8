import type { Language } from "../../../words/language.ts";

let current: Language = "zh";

/** Says in which language the server shall answer from now on. */
export function setPageLanguage(language: Language): void {
  current = language;
}

/** The language of the page, as every request names it; streams and links carry it as `?lang=`. */
export function pageLanguage(): Language {
  return current;
}
