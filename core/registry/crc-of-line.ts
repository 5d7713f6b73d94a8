/** The variants of the CRC that devices and platforms check by; the codec says what each is. */
export type CrcOfLine = "standard" | "modbus" | "modbus-swapped" | "swapped";
