/** A secret as it is kept: sealed or hashed text, never the clear one. */
export interface StoredSecret {
  readonly set: true;
  readonly stored: string;
}
