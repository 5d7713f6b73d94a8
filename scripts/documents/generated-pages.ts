import { SETTINGS } from "../../app/config.ts";
import { METRICS, type MetricRow } from "../../core/metrics-table.ts";
import { DOCUMENT_WORDS } from "../../words/documents.ts";
import type { Words } from "../../words/language.ts";
import { errorsPage as errorsPageOf } from "./errors-page.ts";

const HEAD = "<!-- Written by `npm run docs` from the code; do not edit by hand. -->\n";

/** docs/configuration.md: every setting there is. */
export function configurationPage(): string {
  const rows = SETTINGS.map(
    (s) =>
      `| \`${s.name}\` | ${s.meaning} | ${cell(s.range)} | ${s.fallback.startsWith("none") ? s.fallback : `\`${s.fallback}\``} |`,
  );
  return [
    HEAD,
    heading(DOCUMENT_WORDS.configuration),
    "",
    "The product reads its settings from the environment, once, before it opens anything. A name that is not in this table is refused, and every problem is",
    "reported by its name with exit code 2: also a data directory that is a file or cannot be made, a certificate that cannot be read, one port for two settings,",
    "and, at the start, a port that is in use. `outfall config check` looks without making or opening anything, so it does not try the ports.",
    "",
    "A secret (`OUTFALL_ADMIN_TOKEN`, `OUTFALL_METRICS_TOKEN`, `OUTFALL_INFLUX_TOKEN`, `OUTFALL_POSTGRES_URL`, `OUTFALL_MQTT_URL`) may stand in a file instead, as container",
    "platforms mount them: its name with `_FILE` behind it names the file; a line end behind the secret is no part of it.",
    "",
    "With port 0 the product takes any free one. Which one stands in the line `ready` and in `doors.json` of the data directory (for the owner alone, taken away",
    "at a clean stop); `registry import`, `registry export` and `simulate` with the same `OUTFALL_DATA_DIR` find it there.",
    "",
    "The command line speaks Chinese where the locale does (`LC_ALL`, `LC_MESSAGES`, `LANG`: the first that is set decides, `zh…`), else English: its help, what is",
    "wrong with settings, options and documents, and what commands report. Logs are English with fixed texts and fields. The API and the pages have their own",
    "languages: `?lang=`, then `Accept-Language`.",
    "",
    "| setting | meaning | range | default |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** docs/errors.md */
export function errorsPage(): string {
  return errorsPageOf(HEAD);
}

/** docs/metrics.md: everything that `/metrics` can say. */
export function metricsPage(): string {
  const rows = Object.entries<MetricRow>(METRICS).map(
    ([name, row]) => `| \`outfall_${name}\` | ${row.kind} | ${row.label ?? ""} | ${row.help} |`,
  );
  return [
    HEAD,
    heading(DOCUMENT_WORDS.metrics),
    "",
    "`GET /metrics` answers in the text format of Prometheus. Every metric has the labels `role` (which role of the product counted it) and `kind`; the",
    "column `kind` says what that label means, and it is empty where one number is all there is. A counter starts from 0 when its role starts.",
    "",
    "| metric | type | kind | what it tells |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The title of a page, in both languages. */
function heading({ zh, en }: Words): string {
  return `# ${zh} ${en}`;
}
