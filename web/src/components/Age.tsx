import type { ReactNode } from "react";
import { ageWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { useNow } from "./use-now.ts";

/** How long ago something was, moving with the clock; a dash when it never was. */
export function Age({ iso }: { readonly iso: string | null }): ReactNode {
  const { say } = useLanguage();
  const at = useNow();
  return iso === null ? "—" : ageWords(say, Date.parse(iso), at);
}
