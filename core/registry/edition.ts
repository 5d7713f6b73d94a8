/** Edition of HJ 212 that a device or a platform speaks. */
export type Edition = "2005" | "2017" | "2025";
