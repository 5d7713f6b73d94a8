/**
 * Every deviation from HJ 212 that the decoder accepts, by name. A message carries the names of those it shows, so that
 * a device's habits can be counted and put right at the device; what is not in this table is rejected.
 */
export const QUIRKS = [
  "length-unpadded",
  "length-mismatch",
  "crc-lowercase",
  "crc-unpadded",
  "crc-variant",
  "over-1024",
  "no-crlf",
  "cipher-as-text",
  "bare-segment",
  "header-comma",
  "header-space",
  "header-key-case",
  "header-key-unknown",
  "header-item-without-value",
  "cp-not-separated",
  "cp-not-opened",
  "cp-not-closed",
  "qn-empty",
  "qn-odd",
  "qn-in-cp",
  "flag-version-unknown",
  "part-missing",
  "part-unannounced",
  "part-impossible",
  "part-lost",
  "part-repeated",
  "part-refused",
  "item-empty",
  "item-without-value",
  "item-space",
  "field-case",
  "flag-bare",
  "flag-unknown",
  "text-not-closed",
  "text-gbk",
  "factor-split",
  "time-with-milliseconds",
  "flag-not-stated",
  "value-beside-unreadable",
  "time-not-on-the-period",
] as const;

/** The name of an accepted deviation. */
export type Quirk = (typeof QUIRKS)[number];
