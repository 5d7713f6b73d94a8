/** The pages of docs/help, in the order in which a newcomer asks. */
export const HELP_PAGES = [
  "connect-a-logger",
  "connect-by-mqtt",
  "bring-in-the-registry",
  "read-a-verdict",
  "declare",
  "when",
] as const;

/** One of them. */
export type HelpPageName = (typeof HELP_PAGES)[number];

/** A page of the help, or a place in one. */
export type HelpPlace = HelpPageName | `${HelpPageName}#${string}`;

/** What an address names, if it names one. */
export function helpPageNamed(name: string | undefined): HelpPageName | undefined {
  return HELP_PAGES.find((page) => page === name);
}
