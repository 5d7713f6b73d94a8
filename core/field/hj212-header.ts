/** The header's Flag: version bits, the split bit (packet numbers follow), the answer bit. */
export interface Hj212Flag {
  /** As sent; `undefined` when the header has none (2005 style). */
  readonly value: number | undefined;
  /** 0 = 2005, 1 = 2017, 2 = 2025 (or a surface-water station, which uses the same bits). */
  readonly version: number;
  readonly split: boolean;
  readonly answer: boolean;
}

/** Which part of a split packet this is; counted from 1. */
export interface Hj212Part {
  readonly number: number;
  readonly total: number;
}

/** The header of an HJ 212 data segment. Texts are as sent, without surrounding blanks. */
export interface Hj212Header {
  /** Empty when there is none. */
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  /** The device's id, opaque and case-sensitive. Empty in a 2005 answer and before a 2025 activation. */
  readonly mn: string;
  readonly flag: Hj212Flag;
  readonly part: Hj212Part | undefined;
  /** `RF=1` (2025): the device sends this later than it should have. */
  readonly isBackfill: boolean;
}
