import type { DeviceDirectory, KnownDevice, NewSm4Key } from "../core/field/devices.ts";
import { NewestRegistry } from "../core/registry/newest-registry.ts";
import type { Device, Registry } from "../core/registry/registry.ts";
import type { RegistryVersions } from "../core/registry/registry-timeline.ts";
import type { Secrets } from "../core/registry/secrets.ts";
import { createSm4KeyOpener, type Sm4KeyOpener } from "./sm4-keys.ts";

/** Called with each version once it is in memory. */
type OnLoaded = (version: { readonly seq: number; readonly registry: Registry }) => void;

/**
 * The devices of the newest registry version, held in memory by the gateway and replaced as a whole when a version
 * comes.
 */
export class LiveDeviceDirectory implements DeviceDirectory {
  readonly #registry: NewestRegistry;
  readonly #secrets: Secrets;
  readonly #keyOf: Sm4KeyOpener;
  readonly #onLoaded: OnLoaded;
  #known = new Map<string, KnownDevice>();
  #loggers = new Map<string, KnownDevice>();
  #seq = 0;
  #loading: Promise<void> = Promise.resolve();

  constructor(versions: RegistryVersions, secrets: Secrets, onLoaded: OnLoaded = () => {}) {
    this.#registry = new NewestRegistry(versions);
    this.#onLoaded = onLoaded;
    this.#secrets = secrets;
    this.#keyOf = createSm4KeyOpener(secrets);
  }

  /** Sequence number of the registry version that is in memory. */
  get seq(): number {
    return this.#seq;
  }

  /** How many devices are registered. */
  get count(): number {
    return this.#known.size;
  }

  /** Loads the newest version if it is not here yet. Calls are worked off one after the other. */
  refresh(): Promise<void> {
    this.#loading = this.#loading.then(
      () => this.#load(),
      () => this.#load(),
    );
    return this.#loading;
  }

  find(mn: string): KnownDevice | undefined {
    return this.#known.get(mn);
  }

  findLogger(loggerId: string): KnownDevice | undefined {
    return this.#loggers.get(loggerId);
  }

  mayUse(device: string, mn: string): boolean {
    if (device === mn) return this.#known.has(mn);
    return this.#known.has(mn) && (this.#known.get(device)?.device.bridgeFor?.includes(mn) ?? false);
  }

  async #load(): Promise<void> {
    const { version, index } = await this.#registry.inForce();
    if (version === this.#seq) return;
    const before = this.#known;
    const known = (device: Device): KnownDevice => {
      const same = before.get(device.mn);
      return same?.device === device ? same : knownDevice(device, this.#secrets, this.#keyOf);
    };
    this.#known = new Map([...index.deviceByMn].map(([mn, device]) => [mn, known(device)]));
    this.#loggers = new Map(
      [...this.#known.values()].flatMap((one) => (one.device.loggerId ? [[one.device.loggerId, one]] : [])),
    );
    this.#seq = version;
    this.#onLoaded({ seq: version, registry: index.registry });
  }
}

function knownDevice(device: Device, secrets: Secrets, keyOf: Sm4KeyOpener): KnownDevice {
  const accepts =
    (stored: Device["mqttSecret"]) =>
    (given: string): boolean =>
      stored !== undefined && (orNone(() => secrets.matches(stored, given)) ?? false);
  // A logger sends its PW with every frame: remembering the one that fits spares a decryption each.
  const slow = accepts(device.hj212Password);
  let fits: string | undefined;
  return {
    device,
    acceptsMqttSecret: accepts(device.mqttSecret),
    acceptsHj212Password(given: string): boolean {
      if (fits !== undefined && given === fits) return true;
      if (!slow(given)) return false;
      fits = given;
      return true;
    },
    hj212Password: () => {
      const stored = device.hj212Password;
      return stored === undefined ? undefined : orNone(() => secrets.unseal(stored));
    },
    sm4Key: () => (device.sm4Key === undefined ? undefined : keyOf(device.sm4Key)),
    newSm4Key: newKeyReader(device, secrets, keyOf),
  };
}

/** Read once, when it is asked for first. */
function newKeyReader({ sm4KeyNew }: Device, secrets: Secrets, keyOf: Sm4KeyOpener): () => NewSm4Key | undefined {
  if (sm4KeyNew === undefined) return () => undefined;
  let read: NewSm4Key | undefined;
  return () => {
    const bytes = keyOf(sm4KeyNew);
    if (read === undefined && bytes !== undefined) read = { stored: sm4KeyNew.stored, text: secrets.unseal(sm4KeyNew), bytes };
    return read;
  };
}

/** A secret that was sealed with another key opens nothing, and throws in nobody's socket: its device is refused. */
function orNone<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
