/** What everybody here tries first as a password: the product, who uses it, and what it is about (docs/security.md). */
export const GUESSED_WORDS = [
  "outfall",
  "administrator",
  "supervisor",
  "inspector",
  "paiwukou",
  "huanbao",
  "huanbaoju",
  "shengtaihuanjing",
  "wangge",
  "wanggeyuan",
  "排污口",
  "环保局",
  "生态环境局",
  "网格员",
  "管理员",
] as const;
