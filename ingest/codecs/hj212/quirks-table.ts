import { QUIRKS } from "./quirks.ts";

/** The table of accepted deviations as `docs/hj212.md` shows it; a test holds the page to it. */
export function quirksTable(): string {
  const rows = Object.entries(QUIRKS).map(([name, meaning]) => `| \`${name}\` | ${meaning.replaceAll("|", "\\|")} |`);
  return ["| quirk | what the frame shows |", "| --- | --- |", ...rows].join("\n");
}
