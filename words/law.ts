import type { LawStanding } from "../core/registry/law-of-outlet.ts";
import type { LawCriterion, LawRow } from "../core/registry/law-row.ts";
import type { Language, Words } from "./language.ts";

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

/** What rows of the law ask of an outlet: each criterion with its values. */
export const LAW_SCOPE_WORDS: Readonly<Record<LawCriterion, Readonly<Record<string, Words>>>> = {
  sector: {
    boiler: { zh: "锅炉", en: "boilers" },
    cement: { zh: "水泥", en: "cement" },
    general: { zh: "综合（大气）", en: "general (air)" },
    "general-wastewater": { zh: "综合（污水）", en: "general (waste water)" },
    "industrial-kiln": { zh: "工业炉窑", en: "industrial kilns" },
    "municipal-waste-incineration": { zh: "生活垃圾焚烧", en: "municipal waste incineration" },
    power: { zh: "火电", en: "thermal power" },
    "sewage-works": { zh: "城镇污水处理厂", en: "sewage works" },
    "sewer-user": { zh: "纳管单位", en: "users of sewers" },
    steel: { zh: "钢铁", en: "steel" },
    "synthetic-resin": { zh: "合成树脂", en: "synthetic resin" },
  },
  unit: {
    "cast-house": { zh: "出铁场", en: "cast house" },
    "converter-primary": { zh: "转炉一次烟气", en: "converter, primary gas" },
    "converter-secondary": { zh: "转炉二次烟气", en: "converter, secondary gas" },
    "gas-turbine": { zh: "燃气轮机", en: "gas turbine" },
    "hot-stove": { zh: "热风炉", en: "hot stove" },
    "independent-heat-dryer": { zh: "独立热源烘干", en: "dryer with its own heat" },
    kiln: { zh: "窑", en: "kiln" },
    "other-vent": { zh: "其他排气筒", en: "other vents" },
    "pellet-machine": { zh: "球团焙烧", en: "pellet plant" },
    "sinter-machine": { zh: "烧结机头", en: "sinter machine" },
    workshop: { zh: "车间", en: "workshop" },
    "workshop-with-building": { zh: "有厂房车间", en: "workshop in a building" },
    "workshop-without-building": { zh: "无完整厂房车间", en: "workshop without a whole building" },
  },
  fuel: {
    coal: { zh: "燃煤", en: "coal" },
    gas: { zh: "燃气", en: "gas" },
    oil: { zh: "燃油", en: "oil" },
  },
  class: { "in-use": { zh: "在用", en: "in use" }, new: { zh: "新建", en: "new" } },
  zone: {
    general: { zh: "一般地区", en: "general area" },
    "high-sulphur": { zh: "高硫煤地区", en: "high-sulphur area" },
    special: { zh: "特别排放限值地区", en: "area of special limits" },
  },
  region: {
    henan: { zh: "河南", en: "Henan" },
    "henan-yellow-river": { zh: "河南黄河流域", en: "Yellow River basin in Henan" },
    "jialu-river": { zh: "贾鲁河流域", en: "Jialu River basin" },
  },
  grade: {
    "1": { zh: "一级", en: "grade 1" },
    "1A": { zh: "一级 A", en: "grade 1A" },
    "1B": { zh: "一级 B", en: "grade 1B" },
    "2": { zh: "二级", en: "grade 2" },
    "3": { zh: "三级", en: "grade 3" },
    B: { zh: "B 级", en: "class B" },
  },
  programme: { "ultra-low": { zh: "超低排放", en: "ultra-low emission" } },
};

/** What a row of the law asks of an outlet, in words; a value that no build knows stands for itself. */
export function lawScopeText(asked: string, value: string, language: Language): string {
  if (asked === "builtAfter") return language === "zh" ? `${value} 之后建成` : `built after ${value}`;
  if (asked === "builtBefore") return language === "zh" ? `${value} 之前建成` : `built before ${value}`;
  const words: Readonly<Record<string, Readonly<Record<string, Words>>>> = LAW_SCOPE_WORDS;
  return words[asked]?.[value]?.[language] ?? value;
}
