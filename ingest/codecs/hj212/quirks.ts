/**
 * Every deviation from HJ 212 that the decoder accepts, by name. A message carries the names of those it shows, so that
 * a device's habits can be counted and put right at the device; what is not in this table is refused.
 */
export const QUIRKS = {
  "length-unpadded": "the length field has fewer than four digits (##81QN=…)",
  "length-mismatch": "the length field is wrong, but the frame ends where its CRC fits",
  "crc-lowercase": "the CRC is written in lower-case hex",
  "crc-unpadded": "the CRC has fewer than four hex digits",
  "crc-variant": "the CRC is one of the variants of the field, and the device is registered with it",
  "over-1024": "the data segment is longer than the 1024 bytes a sender may use",
  "no-crlf": "the CR LF at the end is missing or incomplete",
  "cipher-as-text": "the encrypted data area is written as hex text instead of bytes",
  "bare-segment": "a data segment came without head, length and CRC",
  "header-comma": "a comma stands in the header where a semicolon belongs",
  "header-space": "spaces stand round a key or value of the header",
  "header-key-case": "a key of the header is not in capitals as the standard prints it",
  "header-key-unknown": "the header carries a key that no edition knows",
  "header-item-without-value": "an item of the header has no equals sign and is left out",
  "cp-not-separated": "the semicolon before CP= is missing",
  "cp-not-opened": "the && after CP= is missing",
  "cp-not-closed": "the && at the end of the data area is missing",
  "qn-empty": "QN is there but empty",
  "qn-odd": "QN is not a time of 17 digits; it is echoed as it is",
  "qn-in-cp": "QN stands in the data area, as in the answers of 2005",
  "flag-version-unknown": "the version bits of Flag name no edition",
  "part-missing": "the split bit is set, but PNUM and PNO are missing",
  "part-unannounced": "PNUM and PNO are there, but the split bit is not set",
  "part-impossible": "PNUM and PNO are no pair of numbers with 1 ≤ PNO ≤ PNUM",
  "part-lost": "a part of a split packet did not come within two minutes; those that came are kept",
  "part-repeated": "a part of a split packet came again; it is stored as any other message, and only what is new in it counts",
  "part-refused": "a split packet has more than a hundred parts; each is stored, but whether all of them came is not watched",
  "item-empty": "an empty item stands in the data area (dangling separator)",
  "item-without-value": "an item of the data area has no equals sign and is left out",
  "item-space": "spaces stand round a name or value of the data area",
  "field-case": "a field name is spelt in other capitals than the standard's",
  "flag-bare": "a data flag without a factor is taken for the factor before it",
  "flag-unknown": "a factor has a data flag that no edition knows; it is kept, and the value is not taken for normal",
  "text-not-closed": "a // text is not closed before the end of the data area",
  "text-gbk": "text is GB 18030, not UTF-8",
  "factor-split": "the values of one factor stand in several items",
  "time-with-milliseconds": "a time has 17 digits where 14 belong",
  "flag-not-stated": "a factor has no data flag; it is taken for normal (N)",
  "value-beside-unreadable": "an extreme, total or converted value is no number and is left out; the value itself is good",
  "time-not-on-the-period": "DataTime is not the start of its minute interval, hour or day; it is put back to it",
} as const;

/** The name of an accepted deviation. */
export type Quirk = keyof typeof QUIRKS;

/** Adds a name once. */
export function noteQuirk(quirks: Quirk[], quirk: Quirk): void {
  if (!quirks.includes(quirk)) quirks.push(quirk);
}

/**
 * The text without blanks at its ends; `quirk` is noted when there were some. Looks before it calls `trim`, which is
 * slow and almost never needed.
 */
export function withoutBlanks(text: string, quirk: Quirk, quirks: Quirk[]): string {
  const last = text.length - 1;
  if (last < 0 || (text.charCodeAt(0) > 32 && text.charCodeAt(last) > 32)) return text;
  noteQuirk(quirks, quirk);
  return text.trim();
}
