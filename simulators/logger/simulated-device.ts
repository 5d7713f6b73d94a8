/** Six characters that follow from the number and look like nobody's first guess. */
function passwordOf(number: number): string {
  return ((Math.imul(number + 1, 0x9e3779b1) >>> 0) + 36 ** 6).toString(36).slice(-6);
}

/**
 * MN, HJ 212 password and MQTT secret of a simulated logger. They are public: simulators run on the loopback address.
 */
export function simulatedDevice(number: number): { readonly mn: string; readonly password: string; readonly secret: string } {
  const digits = String(number).padStart(15, "0");
  return { mn: `SIM410102${digits}`, password: passwordOf(number), secret: `demo-device-secret-${digits}` };
}
