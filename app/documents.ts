import { renderErrorCodes } from "../api/error-codes.ts";
import { METRICS, type MetricRow } from "../core/metrics-table.ts";
import { REJECT_REASONS } from "../core/readings/reject-reasons.ts";
import { SETTINGS } from "./config.ts";

const HEAD = "<!-- Written by `npm run docs` from the code; do not edit by hand. -->\n";

/** docs/configuration.md: every setting there is. */
export function configurationPage(): string {
  const rows = SETTINGS.map(
    (s) =>
      `| \`${s.name}\` | ${s.meaning} | ${cell(s.range)} | ${s.fallback.startsWith("none") ? s.fallback : `\`${s.fallback}\``} |`,
  );
  return [
    HEAD,
    "# 配置 Configuration",
    "",
    "The product reads its settings from the environment, once, before it opens anything. A name that is not in this table is refused, and every problem is",
    "reported by its name with exit code 2: also a data directory that is a file or cannot be made, a certificate that cannot be read, one port for two settings,",
    "and, at the start, a port that is in use. `outfall config check` looks without making or opening anything, so it does not try the ports.",
    "",
    "With port 0 the product takes any free one. Which one stands in the line `ready` and in `doors.json` of the data directory (for the owner alone, taken away",
    "at a clean stop); `registry import`, `registry export` and `simulate` with the same `OUTFALL_DATA_DIR` find it there.",
    "",
    "| setting | meaning | range | default |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** docs/errors.md: every code that the API answers and every reason for which a message is put aside. */
export function errorsPage(): string {
  const reasons = Object.entries(REJECT_REASONS).map(([reason, r]) => `| \`${reason}\` | ${r.zh} | ${r.en} | ${r.what} |`);
  return [
    HEAD,
    "# 错误代码 Errors",
    "",
    "## What the API answers",
    "",
    "Errors are `application/problem+json` (RFC 9457). `code` is stable; texts are not.",
    "",
    renderErrorCodes().trimEnd(),
    "",
    "## Why a message is not acknowledged or is put aside (隔离区)",
    "",
    "A message of a known device is acknowledged once it is on the disk; when it cannot be used it goes to the quarantine with its reason and can be retried.",
    "`wrong-crc`, `wrong-length`, `unknown-device` and `wrong-password` are refused at the HJ 212 door: not acknowledged, counted, and kept with their first bytes (`refused` of the device).",
    "Over MQTT a frame with a wrong CRC or length is acknowledged and put aside here: MQTT's only way of not acknowledging is to end the connection, the device would send the same frame for ever, and TCP has kept the bytes whole.",
    "",
    "| reason | 含义 | meaning | what to do |",
    "| --- | --- | --- | --- |",
    ...reasons,
    "",
  ].join("\n");
}

/** docs/metrics.md: everything that `/metrics` can say. */
export function metricsPage(): string {
  const rows = Object.entries<MetricRow>(METRICS).map(
    ([name, row]) => `| \`outfall_${name}\` | ${row.kind} | ${row.label ?? ""} | ${row.help} |`,
  );
  return [
    HEAD,
    "# 指标 Metrics",
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
