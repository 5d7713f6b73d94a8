import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer, TLSSocket, type TlsOptions, type Server as TlsServer } from "node:tls";
import type { Log } from "../core/log.ts";
import { loadTlsMaterial, type TlsFiles } from "./tls-material.ts";
import { acceptWebSockets } from "./web-socket-listener.ts";

/** How often a renewed certificate is looked for. */
const RELOAD_MS = 3_600_000;

/** An address, and a port of it; 0 for any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Where to listen; a listener that is left out is not opened. */
export interface ListenerOptions {
  readonly plain?: ListenAddress | undefined;
  /** MQTT over TLS; needs `tls`. */
  readonly secure?: ListenAddress | undefined;
  /** MQTT over WebSocket; over TLS, too, when there is a certificate. */
  readonly webSocket?: ListenAddress | undefined;
  readonly tls?: TlsFiles | undefined;
  /** The address that people use: pages of another one are refused. */
  readonly publicUrl?: URL | undefined;
}

/** A stream of MQTT bytes and who is at its other end. */
export interface IncomingStream {
  readonly stream: Duplex;
  readonly address: string;
  /** The name in the client certificate: `""` when it has none. `undefined` where no certificate is asked for. */
  readonly certificateName: string | undefined;
}

/** What the listeners need from the broker. */
export interface ListenersContext {
  readonly log: Log;
  readonly handshakeMs: number;
  /** Largest WebSocket message. */
  readonly messageBytes: number;
  /** TCP has accepted the socket; false closes it at once. */
  readonly admit: (socket: Socket) => boolean;
  readonly accept: (incoming: IncomingStream) => void;
}

/** The open listeners. */
export interface Listeners {
  readonly port: number | undefined;
  readonly tlsPort: number | undefined;
  readonly webSocketPort: number | undefined;
  /** Accepts no more connections; those that are open stay. */
  close(): void;
}

/** A server that does not listen yet. */
interface Plan {
  readonly server: Server;
  readonly address: ListenAddress | undefined;
}

/**
 * Opens every listener that is asked for: all of them, or none.
 * @throws the error of `listen`, or of the file system when a certificate cannot be read.
 */
export async function openListeners(options: ListenerOptions, context: ListenersContext): Promise<Listeners> {
  const secure = options.tls === undefined ? undefined : await secureOptions(options.tls, context.handshakeMs);
  if (options.secure !== undefined && secure === undefined) throw new Error("MQTT over TLS needs a certificate and its key");
  const plans: readonly [Plan, Plan, Plan] = [
    { server: tcpServer(context), address: options.plain },
    { server: tlsServer(secure ?? {}, context), address: options.secure },
    { server: webServer(secure, context, options.publicUrl), address: options.webSocket },
  ];
  const close = (): void => {
    for (const { server } of plans) if (server.listening) server.close();
  };
  try {
    for (const { server, address } of plans) if (address !== undefined) await open(server, address, context);
  } catch (cause) {
    close();
    throw cause;
  }
  const [port, tlsPort, webSocketPort] = plans.map(({ server }) => portOf(server));
  const reload = setInterval(() => void reloadCertificates(plans, options.tls, context.log), RELOAD_MS);
  return {
    port,
    tlsPort,
    webSocketPort,
    close: () => {
      clearInterval(reload);
      close();
    },
  };
}

function tcpServer({ accept }: ListenersContext): Server {
  return createTcpServer({ noDelay: true, ...SOCKETS }, (socket) => accept(incomingStream(socket, socket)));
}

function tlsServer(secure: TlsOptions, { accept }: ListenersContext): Server {
  return createTlsServer({ ...secure, noDelay: true, ...SOCKETS }, (socket) => accept(incomingStream(socket, socket)));
}

function webServer(
  secure: TlsOptions | undefined,
  { accept, messageBytes, handshakeMs }: ListenersContext,
  publicUrl: URL | undefined,
): Server {
  const times = { headersTimeout: handshakeMs, requestTimeout: handshakeMs, connectionsCheckingInterval: 1_000 };
  const server = secure === undefined ? createHttpServer(times) : createHttpsServer({ ...times, ...secure });
  acceptWebSockets(server, { messageBytes, publicUrl }, (stream, socket) => accept(incomingStream(stream, socket)));
  return server;
}

/** A client that ends its side still hears what is due to it. */
const SOCKETS = { keepAlive: true, keepAliveInitialDelay: 60_000, allowHalfOpen: true } as const;

async function secureOptions(files: TlsFiles, handshakeMs: number): Promise<TlsOptions> {
  const isAsked = files.caFile !== undefined;
  return { ...(await loadTlsMaterial(files)), requestCert: isAsked, rejectUnauthorized: isAsked, handshakeTimeout: handshakeMs };
}

async function open(server: Server, where: ListenAddress, context: ListenersContext): Promise<void> {
  server.on("connection", (socket: Socket) => {
    if (!context.admit(socket)) socket.destroy();
  });
  server.on("tlsClientError", (err: Error) => context.log.debug({ err }, "mqtt tls handshake failed"));
  server.on("clientError", (_err: Error, socket: Duplex) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where.port, where.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (err) => context.log.error({ err }, "mqtt listener failed"));
}

function incomingStream(stream: Duplex, socket: Socket): IncomingStream {
  return { stream, address: socket.remoteAddress ?? "", certificateName: certificateNameOf(socket) };
}

/**
 * `authorized` is true only where a certificate was asked for and verified. One with several names has none that could
 * be compared.
 */
function certificateNameOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === "string" ? name : "";
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : undefined;
}

/** Certificates are renewed while we run. One that cannot be read leaves the old one in force. */
async function reloadCertificates(plans: readonly Plan[], files: TlsFiles | undefined, log: Log): Promise<void> {
  if (files === undefined) return;
  try {
    const material = await loadTlsMaterial(files);
    for (const { server } of plans) if (isTlsServer(server)) server.setSecureContext(material);
  } catch (err) {
    log.error({ err }, "mqtt certificate not renewed");
  }
}

function isTlsServer(server: Server): server is TlsServer {
  return "setSecureContext" in server;
}
