import type { FastifyBaseLogger } from "fastify";
import type { CommandBus, Wake } from "../../core/casework/command-bus.ts";
import type { Clock } from "../../core/clock.ts";
import type { ClockDoubt } from "../../core/clock-doubt.ts";
import type { DeviceRecords } from "../../core/field/device-records.ts";
import type { UpstreamState } from "../../core/field/upstream-state.ts";
import type { JournalReader } from "../../core/journal/journal.ts";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { Role } from "../../core/people/rights.ts";
import type { NotReady } from "../../core/readiness/readiness.ts";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { OlderReadings } from "../../core/readings/older-readings.ts";
import type { RecordsView } from "../../core/records/records.ts";
import type { NewestRegistry } from "../../core/registry/newest-registry.ts";
import type { RegistryWarning } from "../../core/registry/problem-codes.ts";
import type { Device, Registry } from "../../core/registry/registry.ts";
import type { Secrets } from "../../core/registry/secrets.ts";
import type { Instant } from "../../core/time.ts";
import type { SocketLimits, SocketRefusal } from "../../doors/open-sockets.ts";
import type { UnsaidLine } from "../frames/say-line.ts";
import type { UnreadReason } from "../http/unread-answers.ts";
import type { TurnsTold } from "../turns/take-turns.ts";

/** An account that the log-in page of a demo offers. */
export interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly name: string;
}

/** Where a device reaches one of our doors. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

/** What reading a frame needs to know of its sender. */
export type FrameSender = Pick<Device, "crc" | "sm4Key" | "sm4KeyNew">;

/** Whether every part of the product does its work, and what is wrong, each with the moment since when it is known. */
export interface ReadyState {
  readonly ready: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly problems: readonly (NotReady & { readonly since: Instant })[];
}

/** Everything the API needs, as ports. It decides nothing: what people ask for is put to `commands`. */
export interface ApiDeps {
  readonly records: RecordsView;
  /** The registry in force, when others of this thread hold it, too; read from the records when left out. */
  readonly registry?: NewestRegistry;
  /** How old the board may be that the next who asks is shown; everyone has one of their own when left out. */
  readonly boardAgeMs?: number;
  readonly intake: IntakeView;
  /** Readings that the working store has let go, where it does. */
  readonly olderReadings?: OlderReadings;
  readonly journal: JournalReader;
  readonly identity: IdentityStore;
  readonly commands: CommandBus;
  readonly wake: Wake;
  readonly clock: Clock;
  /** A pino logger; silent when left out. */
  readonly log?: FastifyBaseLogger;
  readonly version: string;
  /** Opens an installation without accounts, once; nothing does when left out. */
  readonly firstRunKey?: string;
  /** `OUTFALL_ADMIN_TOKEN`: a bearer token with the role administrator. */
  readonly adminToken?: string;
  /** Keeps what has to be read again with the key of the installation. */
  readonly secrets: Pick<Secrets, "seal" | "unseal">;
  /** A keyed hash: the same text gives the same one in every process of this installation. */
  readonly fingerprint: (text: string) => string;
  /** Tells the data of this installation from others: letters and digits that stand in positions of live streams. */
  readonly life: string;
  readonly demo: boolean;
  readonly demoAccounts?: readonly DemoAccount[];
  /** True when the server listens on a loopback address only: then cookies go without `Secure`. */
  readonly loopbackOnly: boolean;
  /** The address that people use, where it is known: then every other `Host` and `Origin` is refused. */
  readonly publicUrl?: URL;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** The time of the system, whatever the clock of the product: for log-ins, sessions and tokens. */
  readonly systemTime: () => Instant;
  /** Waits; where it is left out, in real time. */
  readonly pause?: (ms: number) => Promise<void>;
  /** What objects of this process may take; it bounds what is parsed at once. Unbounded when left out. */
  readonly memoryMb?: number;
  /** Open connections, in all and of one address; the usual ones when left out. */
  readonly httpSockets?: SocketLimits;
  /** How long a client may take nothing of an answer; half a minute when left out. */
  readonly unreadMs?: number;
  /** Is told of each connection that is refused or closed for what it takes. */
  readonly onHttpClosed?: (reason: SocketRefusal | UnreadReason) => void;
  /** Has reads take turns, and is told of them; they begin at once when left out. */
  readonly readTurns?: TurnsTold;
  readonly metricsToken?: string;
  /** The metrics in the Prometheus text format. */
  readonly metrics: () => Promise<string>;
  /** Asks every part of the product how it is. */
  readonly readiness: () => Promise<ReadyState>;
  /** Why our own clock is not believed; it always is when left out. */
  readonly clockDoubt?: () => ClockDoubt | undefined;
  /** Folder of the built pages; without it only the API answers. */
  readonly webRoot?: string;
  readonly deviceRecords: DeviceRecords;
  /** Called when a request to a device was queued. */
  readonly onDeviceRequest?: () => void;
  /**
   * A frame as `outfall decode` reads it, given the CRC variant and the sealed SM4 key of its sender; `null` when left
   * out.
   */
  readonly decodeFrame?: (raw: Uint8Array, sender: FrameSender) => UnsaidLine | null;
  /**
   * Every frame of a capture as `outfall decode` reads it, or of a pasted text, whose line ends are not judged; nothing
   * when left out.
   */
  readonly decodeFrames?: (raw: Uint8Array, options: { readonly isPasted: boolean }) => Iterable<UnsaidLine>;
  /** The doors that are open for devices, whatever process opened them; none are known when left out. */
  readonly deviceDoors?: () => { readonly mqtt?: Door; readonly hj212?: Door };
  /** A frame of HJ 212 as a device would send it, without its line end; none is made when left out. */
  readonly encodeFrame?: (items: {
    readonly qn: string;
    readonly st: string;
    readonly cn: string;
    readonly pw: string;
    readonly mn: string;
    readonly flag: number;
    readonly cp: string;
  }) => string;
  /** Secrets of devices that are guessed within a few tries; none are looked for when left out. */
  readonly weakSecrets?: (registry: Registry) => readonly RegistryWarning[];
  /** How many days a device may use an SM4 key; keys are never old when left out. */
  readonly keyLifeDays?: number;
  /** How it goes with the platforms to which readings are passed on, as far as this process knows. */
  readonly upstreams?: () => readonly UpstreamState[];
}
