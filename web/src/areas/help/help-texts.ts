import type { HelpPageName } from "../../components/help-pages.ts";

/** The files themselves: they are part of the pages, so that the help is there where no network leads out. */
const TEXTS: Readonly<Record<string, string>> = import.meta.glob("../../../../docs/help/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A page of docs/help as it is written. */
export function helpText(name: HelpPageName): string {
  return TEXTS[`../../../../docs/help/${name}.md`] ?? "";
}
