/**
 * What a factor is called and how it is printed. The only table of its kind: API, pages, dashboards and sentences
 * read it (`words/pollutant-words.ts`), so a new factor is one row.
 * @see docs/sources.md#hj-212-factors
 */
export interface Pollutant {
  readonly code: string;
  /** The 2-3 character code of HJ/T 212-2005, where there was one. */
  readonly code2005: string;
  /** The names in full: the Chinese one as HJ 212-2017 prints it. */
  readonly zh: string;
  readonly en: string;
  /** What people write in a sentence and over a column: SO₂, COD, 氨氮. No two factors of a medium share one. */
  readonly short: { readonly zh: string; readonly en: string };
  /** A default for people only: the unit of a reading belongs to its channel. */
  readonly unit: string;
  readonly totalUnit: string;
  /** Decimals that a value is printed with at least. */
  readonly decimals: number;
}

type Row = readonly [
  code: string,
  code2005: string,
  zh: string,
  en: string,
  shortZh: string,
  shortEn: string,
  unit: string,
  totalUnit: string,
  decimals: number,
];

// Tables B.1 (water) and B.2 (air) of HJ 212-2017; "" as a short name: people write the name itself.
// a34013 has the one decimal of HJ 212-2025, since limits of 5 and 10 mg/m³ cannot be read without it.
// biome-ignore format: one row a line, as the standard prints it
const ROWS: readonly Row[] = [
  ["w00000", "B01", "污水", "wastewater flow", "流量", "flow", "L/s", "m3", 2],
  ["w01001", "001", "pH 值", "pH", "pH", "pH", "", "", 2],
  ["w01002", "002", "色度", "colour", "", "", "度", "", 2],
  ["w01006", "", "溶解性总固体", "total dissolved solids", "", "", "mg/L", "kg", 0],
  ["w01009", "", "溶解氧", "dissolved oxygen", "", "", "mg/L", "", 1],
  ["w01010", "", "水温", "water temperature", "", "", "°C", "", 1],
  ["w01012", "003", "悬浮物", "suspended solids", "", "SS", "mg/L", "kg", 0],
  ["w01014", "", "电导率", "conductivity", "", "", "µS/cm", "", 1],
  ["w01017", "010", "五日生化需氧量", "five-day biochemical oxygen demand", "BOD₅", "BOD₅", "mg/L", "kg", 1],
  ["w01018", "011", "化学需氧量", "chemical oxygen demand", "COD", "COD", "mg/L", "kg", 1],
  ["w01019", "", "高锰酸盐指数", "permanganate index", "", "CODMn", "mg/L", "kg", 1],
  ["w01020", "015", "总有机碳", "total organic carbon", "TOC", "TOC", "mg/L", "kg", 1],
  ["w02003", "550", "粪大肠菌群", "faecal coliforms", "", "", "count/L", "", 0],
  ["w02006", "", "细菌总数", "total bacteria", "", "", "count/L", "", 0],
  ["w03001", "570", "总 α 放射性", "gross alpha activity", "", "", "Bq/L", "", 1],
  ["w03002", "571", "总 β 放射性", "gross beta activity", "", "", "Bq/L", "", 1],
  ["w19001", "", "表面活性剂", "surfactants", "", "", "mg/L", "kg", 2],
  ["w19002", "520", "阴离子表面活性剂", "anionic surfactants", "", "", "mg/L", "kg", 2],
  ["w20012", "039", "钡", "barium", "", "Ba", "mg/L", "kg", 3],
  ["w20023", "037", "硼", "boron", "", "B", "mg/L", "kg", 3],
  ["w20038", "040", "钴", "cobalt", "", "Co", "mg/L", "kg", 4],
  ["w20061", "038", "钼", "molybdenum", "", "Mo", "mg/L", "kg", 4],
  ["w20089", "041", "铊", "thallium", "", "Tl", "ng/L", "mg", 0],
  ["w20092", "036", "锡", "tin", "", "Sn", "mg/L", "kg", 1],
  ["w20111", "020", "总汞", "total mercury", "", "total Hg", "µg/L", "g", 2],
  ["w20113", "021", "烷基汞", "alkyl mercury", "", "", "ng/L", "mg", 0],
  ["w20115", "022", "总镉", "total cadmium", "", "total Cd", "µg/L", "g", 1],
  ["w20116", "023", "总铬", "total chromium", "", "total Cr", "mg/L", "kg", 3],
  ["w20117", "024", "六价铬", "hexavalent chromium", "", "Cr(VI)", "µg/L", "g", 3],
  ["w20119", "026", "总砷", "total arsenic", "", "total As", "µg/L", "g", 3],
  ["w20120", "027", "总铅", "total lead", "", "total Pb", "µg/L", "g", 0],
  ["w20121", "028", "总镍", "total nickel", "", "total Ni", "mg/L", "kg", 2],
  ["w20122", "029", "总铜", "total copper", "", "total Cu", "mg/L", "kg", 2],
  ["w20123", "030", "总锌", "total zinc", "", "total Zn", "mg/L", "kg", 3],
  ["w20124", "031", "总锰", "total manganese", "", "total Mn", "mg/L", "kg", 3],
  ["w20125", "032", "总铁", "total iron", "", "total Fe", "mg/L", "kg", 3],
  ["w20126", "033", "总银", "total silver", "", "total Ag", "mg/L", "kg", 3],
  ["w20127", "034", "总铍", "total beryllium", "", "total Be", "µg/L", "g", 3],
  ["w20128", "035", "总硒", "total selenium", "", "total Se", "µg/L", "g", 2],
  ["w20138", "", "铜", "copper", "", "Cu", "mg/L", "kg", 3],
  ["w20139", "", "锌", "zinc", "", "Zn", "mg/L", "kg", 3],
  ["w20140", "", "硒", "selenium", "", "Se", "mg/L", "kg", 3],
  ["w20141", "", "砷", "arsenic", "", "As", "mg/L", "kg", 3],
  ["w20142", "", "汞", "mercury", "", "Hg", "µg/L", "g", 3],
  ["w20143", "", "镉", "cadmium", "", "Cd", "µg/L", "g", 3],
  ["w20144", "", "铅", "lead", "", "Pb", "mg/L", "kg", 3],
  ["w21001", "065", "总氮", "total nitrogen", "", "TN", "mg/L", "kg", 2],
  ["w21003", "060", "氨氮", "ammonia nitrogen", "", "NH₃-N", "mg/L", "kg", 2],
  ["w21004", "062", "凯氏氮", "Kjeldahl nitrogen", "", "", "mg/L", "kg", 1],
  ["w21006", "063", "亚硝酸盐", "nitrite", "", "", "mg/L", "kg", 3],
  ["w21007", "064", "硝酸盐", "nitrate", "", "", "mg/L", "kg", 3],
  ["w21011", "101", "总磷", "total phosphorus", "", "TP", "mg/L", "kg", 2],
  ["w21016", "070", "氰化物", "cyanide", "", "", "mg/L", "kg", 3],
  ["w21017", "072", "氟化物", "fluoride", "", "", "mg/L", "kg", 2],
  ["w21019", "071", "硫化物", "sulphide", "", "", "mg/L", "kg", 3],
  ["w21022", "090", "氯化物", "chloride", "", "", "mg/L", "kg", 1],
  ["w21038", "", "硫酸盐", "sulphate", "", "", "mg/L", "kg", 0],
  ["w22001", "080", "石油类", "petroleum oils", "", "", "mg/L", "kg", 2],
  ["w23002", "110", "挥发酚", "volatile phenols", "", "", "mg/L", "kg", 4],
  ["w25043", "540", "苯并[α]芘", "benzo[a]pyrene", "", "", "µg/L", "g", 1],
  ["w33001", "350", "六六六", "hexachlorocyclohexane", "", "HCH", "ng/L", "mg", 0],
  ["w33007", "351", "滴滴涕", "dichlorodiphenyltrichloroethane", "", "DDT", "ng/L", "mg", 0],
  ["w99001", "061", "有机氮", "organic nitrogen", "", "", "mg/L", "kg", 1],
  ["a00000", "B02", "废气", "exhaust gas flow", "流量", "flow", "m3/s", "m3", 1],
  ["a01001", "", "温度", "ambient temperature", "", "temperature", "°C", "", 1],
  ["a01002", "", "湿度", "ambient humidity", "", "humidity", "%", "", 1],
  ["a01006", "", "气压", "air pressure", "", "", "kPa", "", 3],
  ["a01007", "", "风速", "wind speed", "", "", "m/s", "", 1],
  ["a01008", "", "风向", "wind direction", "", "", "deg", "", 0],
  ["a01010", "37", "林格曼黑度", "Ringelmann blackness", "", "", "", "", 0],
  ["a01011", "S02", "烟气流速", "flue gas velocity", "流速", "velocity", "m/s", "", 2],
  ["a01012", "S03", "烟气温度", "flue gas temperature", "烟温", "", "°C", "", 1],
  ["a01013", "S08", "烟气压力", "flue gas static pressure", "烟压", "flue gas pressure", "kPa", "", 3],
  ["a01014", "S05", "烟气湿度", "flue gas moisture", "", "", "%", "", 1],
  ["a01015", "S06", "制冷温度", "chiller temperature", "", "", "°C", "", 1],
  ["a01016", "S07", "烟道截面积", "stack cross-section", "", "", "m²", "", 2],
  ["a01017", "S04", "烟气动压", "flue gas dynamic pressure", "", "", "kPa", "", 3],
  ["a01901", "", "垃圾焚烧炉膛内焚烧平均温度", "mean temperature in the furnace of waste incineration", "炉温", "furnace temperature", "°C", "", 1],
  ["a01902", "", "垃圾焚烧炉膛内DCS温度", "DCS temperature in the furnace of waste incineration", "DCS 炉温", "DCS furnace temperature", "°C", "", 1],
  ["a05001", "30", "二氧化碳", "carbon dioxide", "CO₂", "CO₂", "mg/m3", "kg", 3],
  ["a05002", "", "甲烷", "methane", "CH₄", "CH₄", "ng/m3", "g", 1],
  ["a05008", "", "三氯一氟甲烷", "trichlorofluoromethane", "CFC-11", "CFC-11", "mg/m3", "kg", 3],
  ["a05009", "", "二氯二氟甲烷", "dichlorodifluoromethane", "CFC-12", "CFC-12", "mg/m3", "kg", 3],
  ["a05013", "", "三氯三氟乙烷", "trichlorotrifluoroethane", "CFC-113", "CFC-113", "mg/m3", "kg", 3],
  ["a05024", "", "臭氧", "ozone", "O₃", "O₃", "µg/m3", "g", 0], // HJ 524-2009, ambient air at boundaries
  ["a19001", "S01", "氧气含量", "oxygen content", "O₂", "O₂", "%", "", 1],
  ["a20007", "", "砷", "arsenic", "", "As", "ng/m3", "g", 6],
  ["a20016", "36", "铍及其化合物", "beryllium and compounds", "", "Be and compounds", "mg/m3", "kg", 4],
  ["a20025", "33", "镉及其化合物", "cadmium and compounds", "", "Cd and compounds", "mg/m3", "kg", 4],
  ["a20026", "", "镉", "cadmium", "", "Cd", "ng/m3", "g", 3],
  ["a20043", "32", "铅及其化合物", "lead and compounds", "", "Pb and compounds", "mg/m3", "kg", 4],
  ["a20044", "", "铅", "lead", "", "Pb", "ng/m3", "g", 3],
  ["a20057", "31", "汞及其化合物", "mercury and compounds", "", "Hg and compounds", "mg/m3", "kg", 4],
  ["a20058", "", "汞", "mercury", "", "Hg", "ng/m3", "g", 2],
  ["a20063", "35", "镍及其化合物", "nickel and compounds", "", "Ni and compounds", "mg/m3", "kg", 3],
  ["a20091", "34", "锡及其化合物", "tin and compounds", "", "Sn and compounds", "mg/m3", "kg", 3],
  ["a21001", "10", "氨（氨气）", "ammonia", "NH₃", "NH₃", "ng/m3", "g", 3],
  ["a21002", "03", "氮氧化物", "nitrogen oxides", "NOₓ", "NOₓ", "mg/m3", "kg", 1],
  ["a21003", "", "一氧化氮", "nitrogen monoxide", "NO", "NO", "mg/m3", "kg", 1],
  ["a21004", "", "二氧化氮", "nitrogen dioxide", "NO₂", "NO₂", "mg/m3", "kg", 1],
  ["a21005", "04", "一氧化碳", "carbon monoxide", "CO", "CO", "mg/m3", "kg", 3],
  ["a21017", "07", "氰化物", "cyanides", "", "", "mg/m3", "kg", 3],
  ["a21018", "06", "氟化物", "fluorides", "", "", "mg/m3", "kg", 3],
  ["a21022", "11", "氯气", "chlorine", "", "Cl₂", "mg/m3", "kg", 3],
  ["a21024", "08", "氯化氢", "hydrogen chloride", "HCl", "HCl", "mg/m3", "kg", 3],
  ["a21026", "02", "二氧化硫", "sulphur dioxide", "SO₂", "SO₂", "mg/m3", "kg", 2],
  ["a21028", "05", "硫化氢", "hydrogen sulphide", "H₂S", "H₂S", "mg/m3", "kg", 2],
  ["a23001", "27", "酚类", "phenols", "", "", "mg/m3", "kg", 3],
  ["a24003", "", "二氯甲烷", "dichloromethane", "", "", "mg/m3", "kg", 3],
  ["a24004", "", "三氯甲烷", "chloroform", "", "", "mg/m3", "kg", 3],
  ["a24005", "", "四氯甲烷", "carbon tetrachloride", "", "", "mg/m3", "kg", 3],
  ["a24006", "", "二溴一氯甲烷", "dibromochloromethane", "", "", "mg/m3", "kg", 3],
  ["a24007", "", "一溴二氯甲烷", "bromodichloromethane", "", "", "mg/m3", "kg", 3],
  ["a24008", "", "溴甲烷", "bromomethane", "", "", "mg/m3", "kg", 3],
  ["a24009", "", "三溴甲烷", "bromoform", "", "", "mg/m3", "kg", 3],
  ["a24015", "", "氯乙烷", "chloroethane", "", "", "mg/m3", "kg", 3],
  ["a24016", "", "1,1-二氯乙烷", "1,1-dichloroethane", "", "", "mg/m3", "kg", 3],
  ["a24017", "", "1,2-二氯乙烷", "1,2-dichloroethane", "", "", "mg/m3", "kg", 3],
  ["a24018", "", "1,1,1-三氯乙烷", "1,1,1-trichloroethane", "", "", "mg/m3", "kg", 3],
  ["a24019", "", "1,1,2-三氯乙烷", "1,1,2-trichloroethane", "", "", "mg/m3", "kg", 3],
  ["a24020", "", "1,1,2,2-四氯乙烷", "1,1,2,2-tetrachloroethane", "", "", "mg/m3", "kg", 3],
  ["a24027", "", "1,2-二氯丙烷", "1,2-dichloropropane", "", "", "mg/m3", "kg", 3],
  ["a24034", "", "1,2-二溴乙烷", "1,2-dibromoethane", "", "", "mg/m3", "kg", 3],
  ["a24036", "", "环己烷", "cyclohexane", "", "", "mg/m3", "kg", 3],
  ["a24042", "", "正己烷", "n-hexane", "", "", "mg/m3", "kg", 3],
  ["a24043", "", "正庚烷", "n-heptane", "", "", "mg/m3", "kg", 3],
  ["a24046", "29", "氯乙烯", "vinyl chloride", "", "", "mg/m3", "kg", 3],
  ["a24047", "", "1,1-二氯乙烯", "1,1-dichloroethene", "", "", "mg/m3", "kg", 3],
  ["a24049", "", "三氯乙烯", "trichloroethene", "", "", "mg/m3", "kg", 3],
  ["a24050", "", "四氯乙烯", "tetrachloroethene", "", "", "mg/m3", "kg", 3],
  ["a24053", "", "丙烯", "propene", "", "", "mg/m3", "kg", 3],
  ["a24054", "", "1,3-二氯丙烯", "1,3-dichloropropene", "", "", "mg/m3", "kg", 3],
  ["a24072", "", "1,4-二恶烷", "1,4-dioxane", "", "", "mg/m3", "kg", 3],
  ["a24078", "", "1,3-丁二烯", "1,3-butadiene", "", "", "mg/m3", "kg", 3],
  ["a24087", "25", "碳氢化合物", "hydrocarbons", "", "THC", "mg/m3", "kg", 2],
  ["a24088", "", "非甲烷总烃", "non-methane hydrocarbons", "NMHC", "NMHC", "mg/m3", "kg", 3],
  ["a24099", "", "氯甲烷", "chloromethane", "", "", "mg/m3", "kg", 3],
  ["a24110", "", "反式-1,2-二氯乙烯", "trans-1,2-dichloroethene", "", "", "mg/m3", "kg", 3],
  ["a24111", "", "顺式-1,2-二氯乙烯", "cis-1,2-dichloroethene", "", "", "mg/m3", "kg", 3],
  ["a24112", "", "反式-1,3-二氯丙烯", "trans-1,3-dichloropropene", "", "", "mg/m3", "kg", 3],
  ["a24113", "", "六氯-1,3-丁二烯", "hexachloro-1,3-butadiene", "", "", "mg/m3", "kg", 3],
  ["a25002", "", "苯", "benzene", "", "", "mg/m3", "kg", 3],
  ["a25003", "17", "甲苯", "toluene", "", "", "mg/m3", "kg", 2],
  ["a25004", "", "乙苯", "ethylbenzene", "", "", "mg/m3", "kg", 3],
  ["a25005", "18", "二甲苯", "xylenes", "", "", "mg/m3", "kg", 2],
  ["a25006", "", "1,2-二甲基苯", "o-xylene", "", "", "mg/m3", "kg", 3],
  ["a25007", "", "1,3-二甲基苯", "m-xylene", "", "", "mg/m3", "kg", 3],
  ["a25008", "", "1,4-二甲基苯", "p-xylene", "", "", "mg/m3", "kg", 3],
  ["a25010", "23", "氯苯", "chlorobenzene", "", "", "mg/m3", "kg", 3],
  ["a25011", "", "1,2-二氯苯", "1,2-dichlorobenzene", "", "", "mg/m3", "kg", 3],
  ["a25012", "", "1,3-二氯苯", "1,3-dichlorobenzene", "", "", "mg/m3", "kg", 3],
  ["a25013", "", "1,4-二氯苯", "1,4-dichlorobenzene", "", "", "mg/m3", "kg", 3],
  ["a25014", "", "1-乙基-4-甲基苯", "1-ethyl-4-methylbenzene", "", "", "mg/m3", "kg", 3],
  ["a25015", "", "1,2,4-三氯苯", "1,2,4-trichlorobenzene", "", "", "mg/m3", "kg", 3],
  ["a25019", "", "1,2,4-三甲基苯", "1,2,4-trimethylbenzene", "", "", "mg/m3", "kg", 3],
  ["a25020", "", "1,2,3-三甲基苯", "1,2,3-trimethylbenzene", "", "", "mg/m3", "kg", 3],
  ["a25021", "", "1,3,5-三甲基苯", "1,3,5-trimethylbenzene", "", "", "mg/m3", "kg", 3],
  ["a25023", "22", "硝基苯", "nitrobenzene", "", "", "mg/m3", "kg", 4],
  ["a25038", "", "乙烯基苯", "styrene", "", "", "mg/m3", "kg", 3],
  ["a25044", "20", "苯并[a]芘", "benzo[a]pyrene", "", "", "mg/m3", "kg", 3],
  ["a25072", "", "四氢呋喃", "tetrahydrofuran", "", "", "mg/m3", "kg", 3],
  ["a26001", "21", "苯胺类", "anilines", "", "", "mg/m3", "kg", 3],
  ["a29017", "", "乙酸乙酯", "ethyl acetate", "", "", "mg/m3", "kg", 3],
  ["a29026", "", "乙酸乙烯酯", "vinyl acetate", "", "", "mg/m3", "kg", 3],
  ["a30001", "28", "甲醇", "methanol", "", "", "mg/m3", "kg", 3],
  ["a30008", "", "异丙醇", "isopropanol", "", "", "mg/m3", "kg", 3],
  ["a30022", "13", "硫醇", "mercaptans", "", "", "mg/m3", "kg", 3],
  ["a31001", "19", "甲醛", "formaldehyde", "", "", "mg/m3", "kg", 3],
  ["a31002", "26", "乙醛", "acetaldehyde", "", "", "mg/m3", "kg", 4],
  ["a31024", "", "丙酮", "acetone", "", "", "mg/m3", "kg", 3],
  ["a31025", "", "2-丁酮", "2-butanone", "", "MEK", "mg/m3", "kg", 3],
  ["a31030", "", "甲基异丁基甲酮", "methyl isobutyl ketone", "", "MIBK", "mg/m3", "kg", 3],
  ["a34001", "", "总悬浮颗粒物 TSP", "total suspended particulates", "TSP", "TSP", "ng/m3", "g", 3],
  ["a34002", "", "可吸入颗粒物 PM10", "inhalable particulates", "PM₁₀", "PM₁₀", "ng/m3", "g", 3],
  ["a34004", "", "细微颗粒物 PM2.5", "fine particulates", "PM₂.₅", "PM₂.₅", "ng/m3", "g", 3],
  ["a34005", "", "亚微米颗粒物 PM1.0", "submicron particulates", "PM₁.₀", "PM₁.₀", "ng/m3", "g", 3],
  ["a34011", "", "降尘", "dustfall", "", "", "t/(km²·month)", "", 0],
  ["a34013", "01", "烟尘", "particulate matter", "颗粒物", "PM", "mg/m3", "kg", 1],
  ["a34017", "", "炭黑尘", "carbon black dust", "", "", "mg/m3", "kg", 0],
  ["a34038", "09", "沥青烟", "asphalt fume", "", "", "mg/m3", "kg", 3],
  ["a34039", "14", "硫酸雾", "sulphuric acid mist", "", "", "mg/m3", "kg", 3],
  ["a34040", "15", "铬酸雾", "chromic acid mist", "", "", "mg/m3", "kg", 3],
  ["a99010", "", "丙烯腈", "acrylonitrile", "", "", "mg/m3", "kg", 3],
  ["a99049", "24", "光气", "phosgene", "", "", "mg/m3", "kg", 3],
  ["a99051", "12", "二硫化碳", "carbon disulphide", "CS₂", "CS₂", "mg/m3", "kg", 3],];

/** All confirmed factors by their 2017 code. */
export const POLLUTANTS: ReadonlyMap<string, Pollutant> = new Map(
  ROWS.map(([code, code2005, zh, en, shortZh, shortEn, unit, totalUnit, decimals]) => [
    code,
    { code, code2005, zh, en, short: { zh: shortZh || zh, en: shortEn || en }, unit, totalUnit, decimals },
  ]),
);

/** A factor that was seen in one secondary source only. */
export interface UnconfirmedFactor {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/**
 * Factors that HJ 212-2025 adds: electricity (`d`) and key production conditions (`p`). Their families are known,
 * what the digits mean is not. They are stored like all others; a channel that names one is a warning until the
 * printed standard is read.
 * @see docs/sources.md#hj-212-factors
 */
export const UNCONFIRMED_FACTORS: ReadonlyMap<string, UnconfirmedFactor> = new Map(
  [
    ...["d20105", "d20205", "d20305", "d20405"].map((code) => ({
      code,
      zh: `生产设施用电 ${code}`,
      en: `production electricity ${code}`,
    })),
    ...["d30106", "d30406"].map((code) => ({ code, zh: `治理设施用电 ${code}`, en: `treatment electricity ${code}` })),
    { code: "p99101", zh: "生产工况标记 p99101", en: "production state mark p99101" },
  ].map((row) => [row.code, row]),
);

/** Oxygen content of flue gas: other means are converted with it. */
export const OXYGEN = "a19001";

/** Particulate matter of flue gas: hours of starting and faults are excused only below a figure of it. */
export const DUST = "a34013";

/** What else is measured of flue gas, and says that something burns. */
export const FLUE_VELOCITY = "a01011";
export const FLUE_TEMPERATURE = "a01012";
export const FLUE_HUMIDITY = "a01014";

/** Flow of waste water: the weight of its concentrations. */
export const WATER_FLOW = "w00000";

/** Flow of flue gas, dry and in standard state as loggers report it. */
export const GAS_FLOW = "a00000";

/** What carries a pollutant; `undefined` for what nothing carries: a flow itself, noise, electricity. */
export function flowOf(pollutant: string): string | undefined {
  if (pollutant === GAS_FLOW || pollutant === WATER_FLOW) return undefined;
  return pollutant.startsWith("a") ? GAS_FLOW : pollutant.startsWith("w") ? WATER_FLOW : undefined;
}
