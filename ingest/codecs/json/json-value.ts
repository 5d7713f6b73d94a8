/** One value of a JSON reading; `flag` is `N` when the device states none. */
export interface JsonValue {
  readonly value: number;
  readonly flag: string;
  readonly converted?: number;
  readonly min?: number;
  readonly max?: number;
  readonly total?: number;
}
