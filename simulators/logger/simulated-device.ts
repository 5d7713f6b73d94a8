/**
 * MN, HJ 212 password and MQTT secret of a simulated logger. They are public: simulators run on the loopback address.
 */
export function simulatedDevice(number: number): { readonly mn: string; readonly password: string; readonly secret: string } {
  const digits = String(number).padStart(15, "0");
  return { mn: `SIM410102${digits}`, password: "123456", secret: `demo-device-secret-${digits}` };
}
