import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { QUIRKS } from "../../../core/readings/quirks.ts";
import { QUIRK_WORDS } from "../../../words/quirks.ts";
import { answer9014 } from "./answer.ts";
import { decodeFrame } from "./decode-frame.ts";

const PAGE = readFileSync(new URL("../../../docs/hj212.md", import.meta.url), "utf8");

test("docs/hj212.md lists every accepted deviation", () => {
  const shown = /<!-- quirks:.*-->\n([\s\S]*)\n<!-- \/quirks -->/.exec(PAGE)?.[1];

  const rows = QUIRKS.map((name) => `| \`${name}\` | ${QUIRK_WORDS[name].en.replaceAll("|", "\\|")} |`);
  expect(shown).toBe(["| quirk | what the frame shows |", "| --- | --- |", ...rows].join("\n"));
  expect(shown?.split("\n")).toHaveLength(QUIRKS.length + 2);
});

test("the test frame of docs/hj212.md is one, and its answer is ours", () => {
  const [frame = "", answer = ""] = [...PAGE.matchAll(/^ +(##\d{4}.*)$/gm)].map((m) => `${m[1]}\r\n`);
  const decoded = decodeFrame(new TextEncoder().encode(frame));

  expect(decoded).toMatchObject({ ok: true, value: { quirks: [], body: { kind: "realtime" } } });
  expect(decoded.ok && new TextDecoder().decode(answer9014(decoded.value))).toBe(answer);
  expect(PAGE).toContain(`printf '${frame.trim()}\\r\\n'`);
});
