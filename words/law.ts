import type { LawStanding } from "../core/registry/law-of-outlet.ts";
import type { LawRow } from "../core/registry/law-row.ts";
import type { Words } from "./language.ts";

/** What a row of the law may do. */
export const LAW_STANDING_WORDS: Readonly<Record<LawStanding, Words>> = {
  judges: { zh: "参与判定", en: "judges" },
  warns: { zh: "只作线索，不判超标", en: "only warns: leads, no exceedance" },
  disabled: { zh: "停用：须两人核对标准原文", en: "disabled until two persons have read it in the standard" },
  "without-figure": { zh: "停用：没有数值", en: "disabled: no figure is known" },
  "without-factor": { zh: "仅供查阅：HJ 212 没有该因子", en: "shown only: HJ 212 has no factor for it" },
  conditional: { zh: "仅供查阅：取决于另一项测量", en: "shown only: it depends on another measurement" },
};

/** How sure we are of a row as it is shipped. */
export const LAW_CONFIDENCE_WORDS: Readonly<Record<LawRow["confidence"], Words>> = {
  C: { zh: "已核对原文，或有两个独立来源", en: "the text itself was read, or two independent sources agree" },
  S: { zh: "单一来源", en: "a single secondary source" },
  G: { zh: "一般知识，未见来源", en: "general knowledge, not seen in a source" },
};
