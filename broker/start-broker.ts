import type { Socket } from "node:net";
import type { Client, PublishPacket } from "aedes";
import type { Clock } from "../core/clock.ts";
import type { Counters } from "../core/counters.ts";
import type { DeviceDirectory } from "../core/field/devices.ts";
import type { JournalWriter } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { DayBudgets } from "../doors/day-budgets.ts";
import { JournalGate } from "../doors/journal-gate.ts";
import { OpenSockets } from "../doors/open-sockets.ts";
import { SenderRates } from "../doors/sender-rates.ts";
import { SocketsByDevice } from "../doors/sockets-by-device.ts";
import { createAuthenticate, createPreConnect, deviceOfClientId } from "./admission.ts";
import { type BrokerContext, refuse, refuseDevice, tellOverBudget } from "./broker-context.ts";
import { type BrokerLimits, DEFAULT_BROKER_LIMITS } from "./broker-limits.ts";
import { Connection, type ConnectionContext } from "./connection.ts";
import { DeviceBroker } from "./device-broker.ts";
import { FailedLogins } from "./failed-logins.ts";
import { type IncomingStream, type ListenerOptions, type Listeners, openListeners } from "./listeners.ts";
import { Packets } from "./packets.ts";
import { type OnPresence, Presence } from "./presence.ts";
import { createAuthorizeWill, MessagesInFlight } from "./publishing.ts";
import { SessionMemory } from "./session-memory.ts";
import { createAuthorizeForward, createAuthorizeSubscribe, mayListen, Subscribing } from "./subscribing.ts";
import { TakeOvers } from "./take-overs.ts";
import { downTopic } from "./topics.ts";

/** The largest fixed header: its type, and four bytes of length. */
const FIXED_HEADER_BYTES = 5;

/** What a broker is made of. */
export interface BrokerOptions extends ListenerOptions {
  readonly journal: JournalWriter;
  readonly devices: DeviceDirectory;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Called with every message of a device right after the journal was given it. */
  readonly onMessage?: BrokerContext["onMessage"];
  /** Called when a client was refused under a name. */
  readonly onRefused?: BrokerContext["onRefused"];
  /** What differs from `DEFAULT_BROKER_LIMITS`. */
  readonly limits?: Partial<BrokerLimits>;
  /** What each device has brought today, over all doors that share it. */
  readonly budgets?: DayBudgets;
  /** Told when a device arrives and when it is gone; not when the broker itself closes. */
  readonly onPresence?: OnPresence;
}

/** A broker that accepts devices. */
export interface Broker {
  /** Ports of the listeners that were asked for. */
  readonly port: number | undefined;
  readonly tlsPort: number | undefined;
  readonly webSocketPort: number | undefined;
  /** Sends to the device's `down` topic, QoS 1. False when no connected or remembered client of the device listens. */
  publishDown(mn: string, payload: Uint8Array): Promise<boolean>;
  /**
   * Takes nothing more, waits for what is on its way to the disk and for its acknowledgements to leave, then closes
   * every connection.
   */
  close(): Promise<void>;
}

/**
 * Listens for MQTT 3.1 and 3.1.1. A message is acknowledged after the journal has it on the disk, never before; too
 * many messages make devices wait and lose nothing. The same back-pressure holds for TCP, TLS and WebSocket.
 * @throws the error of `listen` when the address cannot be had, or of the file system when a certificate cannot be
 * read.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const server = new MqttServer(options);
  const { port, tlsPort, webSocketPort } = await server.open(options);
  const publishDown: Broker["publishDown"] = (mn, payload) => server.publishDown(mn, payload);
  return { port, tlsPort, webSocketPort, publishDown, close: () => server.close() };
}

/** Every connection of every listener, and aedes behind them. */
class MqttServer {
  readonly #context: BrokerContext;
  readonly #gate: JournalGate;
  readonly #rates: SenderRates;
  readonly #takeOvers: TakeOvers;
  readonly #inFlight = new MessagesInFlight();
  readonly #sessions: SessionMemory;
  readonly #aedes: DeviceBroker;
  readonly #failedLogins: FailedLogins;
  readonly #presence = new Presence();
  readonly #onPresence: OnPresence | undefined;
  readonly #connections = new Set<Connection>();
  readonly #sockets: OpenSockets;
  readonly #ofDevice: SocketsByDevice<Connection>;
  readonly #byClient = new WeakMap<Client, Connection>();
  readonly #clientOf = new WeakMap<Connection, Client>();
  readonly #packets: Packets;
  readonly #connectionContext: ConnectionContext;
  #listeners: Listeners | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: BrokerOptions) {
    const limits = { ...DEFAULT_BROKER_LIMITS, ...options.limits };
    this.#context = {
      ...options,
      limits,
      onMessage: options.onMessage ?? (() => {}),
      onRefused: options.onRefused ?? (() => {}),
      now: () => performance.now(),
      connectionOf: (client) => (client === null ? undefined : this.#byClient.get(client)),
      isClosing: () => this.#closing !== undefined,
    };
    this.#gate = new JournalGate(options.journal, limits.journalPendingBytes);
    this.#rates = new SenderRates(limits.deviceRate);
    this.#takeOvers = new TakeOvers(limits.takeOversPerMinute);
    this.#sessions = new SessionMemory({
      offlineMessages: limits.offlineMessages,
      offlineSessions: limits.offlineSessions,
      offlineSessionsPerDevice: limits.offlineSessionsPerDevice,
      deviceOf: ({ id }) => deviceOfClientId(id),
      mayRemember: (owner, topic) => this.#mayRemember(owner.id, topic),
    });
    this.#sockets = new OpenSockets(limits);
    this.#ofDevice = new SocketsByDevice(limits.socketsPerDevice);
    this.#failedLogins = new FailedLogins(limits);
    this.#onPresence = options.onPresence;
    this.#aedes = this.#createAedes(limits);
    this.#packets = new Packets({
      context: this.#context,
      publishing: { context: this.#context, inFlight: this.#inFlight },
      subscribing: new Subscribing(this.#context),
      clientOf: (connection) => this.#clientOf.get(connection),
    });
    this.#connectionContext = this.#createConnectionContext(limits);
  }

  async open(options: ListenerOptions): Promise<Listeners> {
    const { limits, log } = this.#context;
    await this.#aedes.listen();
    try {
      this.#listeners = await openListeners(options, {
        log,
        handshakeMs: limits.connectTimeoutMs,
        messageBytes: limits.packetBytes + FIXED_HEADER_BYTES,
        admit: (socket) => this.#admit(socket),
        accept: (incoming) => this.#accept(incoming),
      });
    } catch (cause) {
      this.#aedes.close();
      throw cause;
    }
    this.#sweeper = setInterval(() => this.#sweep(), limits.sweepMs);
    return this.#listeners;
  }

  async publishDown(mn: string, payload: Uint8Array): Promise<boolean> {
    const topic = downTopic(mn);
    const isLive = Object.values(this.#aedes.clients).some((client) => topic in subscriptionsOf(client));
    const remembered = await this.#sessions.subscriptionsByTopic(topic);
    if (!isLive && remembered.length === 0) return false;
    const packet = {
      cmd: "publish",
      qos: 1,
      dup: false,
      retain: false,
      topic,
      payload: Buffer.from(payload),
    } satisfies PublishPacket;
    return new Promise((resolve, reject) => this.#aedes.publish(packet, (cause) => (cause ? reject(cause) : resolve(true))));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#listeners?.close();
    for (const connection of this.#connections) connection.stop();
    const deadline = timeout(this.#context.limits.closeTimeoutMs);
    await Promise.race([this.#inFlight.idle().then(() => this.#endConnections()), deadline.passed]);
    deadline.cancel();
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    for (const connection of this.#connections) connection.destroy();
    clearInterval(this.#sweeper);
    this.#inFlight.flush(this.#context.counters);
  }

  async #endConnections(): Promise<void> {
    const connections = [...this.#connections];
    for (const connection of connections) connection.finish();
    await Promise.all(connections.map((connection) => connection.ended()));
  }

  #admit(socket: Socket): boolean {
    const isRefused = this.#closing !== undefined || this.#sockets.refusalFor(socket.remoteAddress) !== undefined;
    if (isRefused) refuse(this.#context, "too-many-connections", { address: socket.remoteAddress });
    else this.#sockets.add(socket);
    return !isRefused;
  }

  #accept(incoming: IncomingStream): void {
    const { stream } = incoming;
    if (this.#closing !== undefined || stream.destroyed) {
      stream.destroy();
      return;
    }
    const connection = new Connection(incoming, this.#connectionContext);
    this.#connections.add(connection);
    stream.once("close", () => this.#connections.delete(connection));
    const client = this.#aedes.handle(connection.aedesSide);
    this.#byClient.set(client, connection);
    this.#clientOf.set(connection, client);
  }

  #createConnectionContext(limits: BrokerLimits): ConnectionContext {
    const context = this.#context;
    return {
      limits,
      gate: this.#gate,
      rates: this.#rates,
      now: context.now,
      clock: context.clock,
      ...(context.budgets !== undefined && { budgets: context.budgets }),
      onPacket: (connection, packet) => this.#packets.take(connection, packet),
      onFault: (connection, fault, sample) => this.#packets.fault(connection, fault, sample),
      onPause: (cause) => context.counters.add("mqtt_paused_total", cause),
      onOverBudget: (connection) => tellOverBudget(context, connection),
      onUnread: (connection) =>
        refuseDevice(context, connection, { reason: "answers-unread", detail: { code: "answers-unread", facts: {} } }),
      onLeave: (connection) => this.#leave(connection),
    };
  }

  /** The device has shown who it is, with this connection. */
  #arrive(connection: Connection): void {
    const { mn } = connection;
    if (mn === undefined) return;
    if (this.#presence.arrive(mn)) this.#tell(mn, true);
    const oldest = this.#ofDevice.add(mn, connection);
    if (oldest === undefined) return;
    const limit = this.#context.limits.socketsPerDevice;
    const detail = { code: "sockets-beyond-limit", facts: { limit } } as const;
    refuseDevice(this.#context, oldest, { reason: "too-many-sockets", detail });
    oldest.finish();
  }

  #leave(connection: Connection): void {
    const { mn } = connection;
    if (mn === undefined) return;
    this.#ofDevice.delete(mn, connection);
    // Our own going down says nothing about the device.
    if (this.#presence.leave(mn) && this.#closing === undefined) this.#tell(mn, false);
  }

  #tell(mn: string, isOnline: boolean): void {
    this.#context.counters.add("mqtt_presence_total", isOnline ? "online" : "offline");
    this.#onPresence?.(mn, isOnline, this.#context.clock.now());
  }

  #createAedes(limits: BrokerLimits): DeviceBroker {
    const context = this.#context;
    const aedes = new DeviceBroker({
      // The default overflows the stack under legal load when a subscriber vanishes.
      concurrency: 0,
      // Behind the connection's own, which says what happened.
      drainTimeout: limits.drainTimeoutMs * 2,
      connectTimeout: limits.connectTimeoutMs,
      // The user name is part of the id inside; see admission.ts.
      maxClientsIdLength: limits.connectBytes,
      persistence: this.#sessions,
      preConnect: createPreConnect(context),
      authenticate: createAuthenticate(context, {
        takeOvers: this.#takeOvers,
        failedLogins: this.#failedLogins,
        onIdentified: (connection) => this.#arrive(connection),
        isConnected: (clientId) => clientId in this.#aedes.clients,
      }),
      authorizePublish: createAuthorizeWill({ context, inFlight: this.#inFlight }),
      authorizeSubscribe: createAuthorizeSubscribe(context),
      authorizeForward: createAuthorizeForward(context),
    });
    // Without a listener an error of one part would end the process.
    aedes.addListener("error", (err: Error) => context.log.error({ err }, "mqtt broker error"));
    aedes.on("clientReady", (client) => context.connectionOf(client)?.proceed());
    aedes.on("clientError", (client, err) => context.log.debug({ err, client: client.id }, "mqtt client error"));
    aedes.on("connectionError", (_client, err) => context.log.debug({ err }, "mqtt connection error"));
    return aedes;
  }

  #mayRemember(clientId: string, topic: string): boolean {
    const client = this.#aedes.clients[clientId];
    return client !== undefined && mayListen(this.#context, client, topic);
  }

  #sweep(): void {
    const { counters } = this.#context;
    for (const connection of this.#connections) {
      if (!connection.sweep()) continue;
      refuse(this.#context, "silent", { mn: connection.mn });
      connection.finish();
    }
    this.#gate.check();
    this.#rates.forget(this.#context.now());
    this.#context.budgets?.forget(this.#context.clock.now());
    this.#takeOvers.prune(this.#context.now());
    this.#failedLogins.prune(this.#context.now());
    this.#inFlight.flush(counters);
    counters.set("mqtt_connections", this.#connections.size);
    counters.set("mqtt_devices", this.#presence.size);
    counters.set("mqtt_sessions", this.#sessions.size);
  }
}

/** aedes keeps a client's subscriptions by topic and does not declare them. */
function subscriptionsOf(client: Client): object {
  return "subscriptions" in client && typeof client.subscriptions === "object" ? (client.subscriptions ?? {}) : {};
}

function timeout(ms: number): { readonly passed: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
