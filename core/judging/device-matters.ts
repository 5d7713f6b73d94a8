/**
 * What a door notices of a device, and what stands in the place of a pollutant where that is judged: an hour of it at
 * the device's first outlet. No device reports these, and no factor of HJ 212 begins so.
 */
export const DEVICE_MATTERS = { guessing: "x-password", "addresses-in-turn": "x-address" } as const;

export type DeviceMatter = keyof typeof DEVICE_MATTERS;
