const MINUTE_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;
/** What was forgotten by nobody for so long is forgotten. */
const FORGET_MS = 86_400_000;
/** Senders of a device, and devices, that are remembered at once; the one longest untouched goes first. */
const KEPT = 20_000;

/** How many wrong passwords are looked at. */
export interface BrakeLimits {
  /** Of one device from one sender; then nothing from there is checked for a minute, doubling up to an hour. */
  readonly wrongPasswordsPerSender: number;
  /** Of one device a minute, from anywhere; then only senders are checked that never failed for it. */
  readonly wrongPasswordsPerDevice: number;
}

interface OfSender {
  /** As it was registered: another registration begins anew. */
  readonly device: object;
  failures: number;
  rests: number;
  restsUntil: number;
  lastMs: number;
}

interface OfDevice {
  since: number;
  failures: number;
}

/**
 * Makes guessing the six digits of a PW slow without locking out the device: a sender that never failed for it is
 * always checked. Bounded in memory; `nowMs` is monotonic.
 */
export class PasswordBrake {
  readonly #limits: BrakeLimits;
  readonly #senders = new Map<string, OfSender>();
  readonly #devices = new Map<string, OfDevice>();

  constructor(limits: BrakeLimits) {
    this.#limits = limits;
  }

  /** True when a password of the device may be checked for that sender. */
  mayTry(sender: string, mn: string, device: object, nowMs: number): boolean {
    const known = this.#known(sender, mn, device, nowMs);
    if (known === undefined) return true;
    return known.restsUntil <= nowMs && this.#failuresOf(mn, nowMs) < this.#limits.wrongPasswordsPerDevice;
  }

  /** The password was wrong. */
  fail(sender: string, mn: string, device: object, nowMs: number): void {
    const key = keyOf(sender, mn);
    const known = this.#known(sender, mn, device, nowMs) ?? { device, failures: 0, rests: 0, restsUntil: 0, lastMs: nowMs };
    known.failures += 1;
    known.lastMs = nowMs;
    if (known.failures % this.#limits.wrongPasswordsPerSender === 0) {
      known.restsUntil = nowMs + Math.min(LONGEST_REST_MS, MINUTE_MS * 2 ** known.rests);
      known.rests += 1;
    }
    keep(this.#senders, key, known);
    const failures = this.#failuresOf(mn, nowMs);
    const since = failures > 0 ? (this.#devices.get(mn)?.since ?? nowMs) : nowMs;
    keep(this.#devices, mn, { since, failures: failures + 1 });
  }

  /** How many senders of devices are remembered. */
  get size(): number {
    return this.#senders.size;
  }

  #known(sender: string, mn: string, device: object, nowMs: number): OfSender | undefined {
    const known = this.#senders.get(keyOf(sender, mn));
    return known !== undefined && known.device === device && nowMs - known.lastMs < FORGET_MS ? known : undefined;
  }

  #failuresOf(mn: string, nowMs: number): number {
    const known = this.#devices.get(mn);
    return known === undefined || nowMs - known.since >= MINUTE_MS ? 0 : known.failures;
  }
}

function keyOf(sender: string, mn: string): string {
  return `${sender}\n${mn}`;
}

/** Put at the end, so that the first key is the one longest untouched. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= KEPT) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
