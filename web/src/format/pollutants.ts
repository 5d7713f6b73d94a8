/** What people call a factor of HJ 212-2017, and the decimals the standard prints. The common ones; others show their code. */
interface PollutantWords {
  readonly symbol: string;
  readonly zh: string;
  readonly en: string;
  readonly decimals: number;
}

type Row = readonly [code: string, symbol: string, zh: string, en: string, decimals: number];

// biome-ignore format: one row a line, as the standard prints it
const ROWS: readonly Row[] = [
  ["w00000", "流量", "污水流量", "wastewater flow", 2],
  ["w01001", "pH", "pH 值", "pH", 2],
  ["w01010", "水温", "水温", "water temperature", 1],
  ["w01012", "SS", "悬浮物", "suspended solids", 0],
  ["w01018", "COD", "化学需氧量", "chemical oxygen demand", 1],
  ["w20117", "Cr⁶⁺", "六价铬", "hexavalent chromium", 3],
  ["w21001", "TN", "总氮", "total nitrogen", 2],
  ["w21003", "NH₃-N", "氨氮", "ammonia nitrogen", 2],
  ["w21011", "TP", "总磷", "total phosphorus", 2],
  ["a00000", "流量", "废气流量", "exhaust gas flow", 1],
  ["a01001", "温度", "温度", "temperature", 1],
  ["a01002", "湿度", "湿度", "humidity", 1],
  ["a01006", "气压", "气压", "air pressure", 3],
  ["a01007", "风速", "风速", "wind speed", 1],
  ["a01008", "风向", "风向", "wind direction", 0],
  ["a01011", "流速", "烟气流速", "flue gas velocity", 2],
  ["a01012", "烟温", "烟气温度", "flue gas temperature", 1],
  ["a01013", "烟压", "烟气压力", "flue gas pressure", 3],
  ["a01014", "烟气湿度", "烟气湿度", "flue gas moisture", 1],
  ["a01901", "炉温", "炉膛内焚烧平均温度", "furnace mean temperature", 1],
  ["a19001", "O₂", "氧气含量", "oxygen content", 1],
  ["a20057", "Hg", "汞及其化合物", "mercury and compounds", 4],
  ["a21001", "NH₃", "氨", "ammonia", 3],
  ["a21002", "NOₓ", "氮氧化物", "nitrogen oxides", 1],
  ["a21005", "CO", "一氧化碳", "carbon monoxide", 3],
  ["a21018", "HF", "氟化物", "hydrogen fluoride", 3],
  ["a21024", "HCl", "氯化氢", "hydrogen chloride", 3],
  ["a21026", "SO₂", "二氧化硫", "sulphur dioxide", 2],
  ["a21028", "H₂S", "硫化氢", "hydrogen sulphide", 2],
  ["a24087", "THC", "碳氢化合物", "hydrocarbons", 2],
  ["a24088", "NMHC", "非甲烷总烃", "non-methane hydrocarbons", 3],
  ["a25002", "苯", "苯", "benzene", 3],
  ["a25003", "甲苯", "甲苯", "toluene", 2],
  ["a25005", "二甲苯", "二甲苯", "xylenes", 2],
  ["a34001", "TSP", "总悬浮颗粒物", "total suspended particulates", 3],
  ["a34002", "PM₁₀", "可吸入颗粒物", "PM10", 3],
  ["a34004", "PM₂.₅", "细颗粒物", "PM2.5", 3],
  ["a34013", "颗粒物", "烟尘（颗粒物）", "particulate matter", 1],
];

const WORDS: ReadonlyMap<string, PollutantWords> = new Map(
  ROWS.map(([code, symbol, zh, en, decimals]) => [code, { symbol, zh, en, decimals }]),
);

/** The factors that have a name here, as they stand in the tables. */
export const FACTOR_CODES: readonly string[] = ROWS.map(([code]) => code);

const HAN = /\p{Script=Han}/u;

/** The short name in the language; a symbol like SO₂ is the same in both, and the code stands in for an unknown factor. */
export function pollutantName(code: string, lang: "zh" | "en"): string {
  const words = WORDS.get(code);
  if (words === undefined) return code;
  return lang === "en" && HAN.test(words.symbol) ? words.en : words.symbol;
}

/** The full name, for titles and readers' aids. */
export function pollutantFullName(code: string, lang: "zh" | "en"): string {
  return WORDS.get(code)?.[lang] ?? code;
}

/** Decimals the standard prints for the factor; 2 for one we do not know. */
export function pollutantDecimals(code: string): number {
  return WORDS.get(code)?.decimals ?? 2;
}
