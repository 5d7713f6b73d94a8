import type { Words } from "./language.ts";

/** What the generated pages of docs/ are headed with, and the columns of their tables. */
export const DOCUMENT_WORDS = {
  configuration: { zh: "配置", en: "Configuration" },
  metrics: { zh: "指标", en: "Metrics" },
  errors: { zh: "错误代码", en: "Errors" },
  meaning: { zh: "含义", en: "meaning" },
  whatToDo: { zh: "怎么办", en: "what to do" },
  quarantine: { zh: "隔离区", en: "quarantine" },
} as const satisfies Readonly<Record<string, Words>>;

/** The name of the product in both languages, as the command line greets with it. */
export const PRODUCT_NAME = "排污口 Outfall";
