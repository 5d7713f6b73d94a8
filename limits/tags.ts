/**
 * Tags of data (数据标记) as data: what each kind is, what becomes of the data under it, how long one may last, which
 * budget it uses, and until when it may be made. Where the texts of trades differ, each has its own row.
 */

/** What follows from a tag in a trade. */
export interface TagRule {
  /**
   * `not-used`: the data are not used to judge, within the limits of the tag. `none`: the tag is kept and shown, and
   * the data count: it asks for nothing else, or what it would excuse stands in a single source only.
   */
  readonly effect: "not-used" | "none";
  /** True when it is about the temperature of a furnace alone. */
  readonly temperatureOnly?: true;
  /** The longest one tag may last; what lies beyond counts. */
  readonly mostHours?: number;
  /** Its hours are excused only while the hour mean of particulate matter, in mg/m³, is not above this. */
  readonly dustAtMost?: number;
  /** Document and clause. */
  readonly source: string;
  readonly confidence: "C" | "S" | "D";
}

interface TagKind {
  readonly layer: "device" | "state";
  /** What the trade's text says of it; a trade without a row does not know the tag. */
  readonly rules: { readonly "waste-incineration"?: TagRule; readonly other?: TagRule };
}

const DEVICE = { effect: "not-used", source: "公告 2022 年第 21 号", confidence: "C" } as const;
const FURNACE = { effect: "not-used", source: "公告 2019 年第 50 号、部令第 10 号（2019）", confidence: "C" } as const;
const TEMPERATURE = { ...FURNACE, temperatureOnly: true } as const;
const SINGLE_SOURCE = { effect: "none", source: "执法函〔2020〕21 号", confidence: "S" } as const;

export const TAG_KINDS = {
  "device-fault": { layer: "device", rules: { "waste-incineration": DEVICE, other: DEVICE } },
  /** Calibration, repair and cleaning of the analyser. */
  "device-maintenance": { layer: "device", rules: { "waste-incineration": FURNACE, other: DEVICE } },
  "device-debugging": { layer: "device", rules: { other: DEVICE } },
  /** The data have to be filled in, and count then. */
  "link-down": { layer: "device", rules: { "waste-incineration": { ...FURNACE, effect: "none" } } },
  "furnace-temperature-abnormal": { layer: "device", rules: { "waste-incineration": TEMPERATURE } },
  "thermocouple-fault": { layer: "device", rules: { "waste-incineration": TEMPERATURE } },
  "heating-up": { layer: "state", rules: { "waste-incineration": { ...FURNACE, mostHours: 12 } } },
  "heating-up-new-refractory": { layer: "state", rules: { "waste-incineration": { ...FURNACE, mostHours: 168 } } },
  starting: {
    layer: "state",
    rules: { "waste-incineration": { ...FURNACE, mostHours: 4, dustAtMost: 150 }, other: SINGLE_SOURCE },
  },
  stopping: { layer: "state", rules: { "waste-incineration": { ...FURNACE, dustAtMost: 150 }, other: SINGLE_SOURCE } },
  "cooling-down": { layer: "state", rules: { "waste-incineration": FURNACE } },
  /** The unit is off: its hours are no hours of operation, for judging and for the rates. */
  stopped: {
    layer: "state",
    rules: { "waste-incineration": FURNACE, other: { effect: "not-used", source: "HJ 75-2017", confidence: "C" } },
  },
  "unit-fault": {
    layer: "state",
    rules: { "waste-incineration": { ...FURNACE, mostHours: 4, dustAtMost: 150 }, other: SINGLE_SOURCE },
  },
  accident: {
    layer: "state",
    rules: { "waste-incineration": { ...FURNACE, mostHours: 4, dustAtMost: 150 }, other: SINGLE_SOURCE },
  },
} as const satisfies Readonly<Record<string, TagKind>>;

/** Until when data may be tagged by hand: an hour of the next day in Beijing, or so many hours after the period. */
export const TAG_DUES = {
  "waste-incineration": { hoursAfter: 1, source: "公告 2019 年第 50 号、部令第 10 号（2019）", confidence: "C" },
  other: { hourOfNextDay: 12, source: "公告 2022 年第 21 号", confidence: "C" },
} as const;

/** Hours of waste incineration that tags may use, each furnace for itself. */
export const TAG_BUDGETS = {
  /** Starting, stopping, faults and accidents. */
  abnormal: {
    tags: ["starting", "stopping", "unit-fault", "accident"],
    hours: 60,
    per: "year",
    isExcuseLost: true,
    source: "部令第 10 号（2019）",
    confidence: "C",
  },
  /** Heating up and cooling down without waste. */
  heating: {
    tags: ["heating-up", "heating-up-new-refractory", "cooling-down"],
    hours: 700,
    per: "year",
    isExcuseLost: true,
    source: "部令第 10 号（2019）",
    confidence: "C",
  },
  /** Maintenance of the analysers: more of it is a lead (Q08); the tag still says that the data are none. */
  maintenance: {
    tags: ["device-maintenance"],
    hours: 30,
    per: "quarter",
    isExcuseLost: false,
    source: "部令第 10 号（2019）",
    confidence: "C",
  },
} as const;

/**
 * Windows of starting and stopping outside waste incineration, as secondary sources have them (S): shown beside a tag,
 * and excusing nothing before somebody has read them in the permit.
 */
export const START_STOP_WINDOWS = [
  {
    sector: "boiler",
    tag: "starting",
    hours: 4,
    pollutants: ["a21002"],
    note: { zh: "冷启动；热启动 2 h", en: "cold; 2 h hot" },
    source: "HJ 953-2018",
  },
  { sector: "boiler", tag: "stopping", hours: 1, pollutants: ["a21002"], note: null, source: "HJ 953-2018" },
  {
    sector: "power",
    tag: "starting",
    hours: 4,
    pollutants: ["a21002"],
    note: { zh: "到负荷 50% 为止；个别情况 8 h", en: "until half load; 8 h in some cases" },
    source: "practice of bureaus",
  },
  { sector: "power", tag: "stopping", hours: 1, pollutants: ["a21002"], note: null, source: "practice of bureaus" },
  {
    sector: "cement",
    tag: "starting",
    hours: 36,
    pollutants: ["a21026", "a21002"],
    note: { zh: "窑冷点火；热点火 8 h", en: "cold ignition of a kiln; 8 h hot" },
    source: "practice of bureaus",
  },
  { sector: "cement", tag: "stopping", hours: 8, pollutants: ["a21026", "a21002"], note: null, source: "practice of bureaus" },
  {
    sector: "steel",
    tag: "starting",
    hours: 8,
    pollutants: ["a21002"],
    note: { zh: "烧结机", en: "sinter machine" },
    source: "practice of bureaus",
  },
  { sector: "ceramics", tag: "starting", hours: 4, pollutants: ["a21026", "a21002"], note: null, source: "practice of bureaus" },
  { sector: "ceramics", tag: "stopping", hours: 2, pollutants: ["a21026", "a21002"], note: null, source: "practice of bureaus" },
] as const;
