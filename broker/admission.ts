import type { AedesOptions, AuthenticateError, Client, ConnectPacket } from "aedes";
import { senderOf } from "../doors/sender-of.ts";
import { type BrokerContext, refuse } from "./broker-context.ts";
import type { Connection } from "./connection.ts";
import type { FailedLogins } from "./failed-logins.ts";
import type { TakeOvers } from "./take-overs.ts";

const IS_MN = /^[A-Za-z0-9_-]{1,32}$/;
const DETAILS = {
  credentials: { reason: "wrong-password", detail: { code: "mqtt-secret-other", facts: {} } },
  "certificate-name": { reason: "certificate-name", detail: { code: "certificate-other", facts: {} } },
} as const;

type PreConnect = NonNullable<AedesOptions["preConnect"]>;
type Authenticate = NonNullable<AedesOptions["authenticate"]>;

const CONNACK_IDENTIFIER_REJECTED = Buffer.from([0x20, 0x02, 0x00, 0x02]);
/** In the form of MQTT 5, which the client expects: reason 0x84, no properties. */
const CONNACK_5_UNSUPPORTED_VERSION = Buffer.from([0x20, 0x03, 0x00, 0x84, 0x00]);
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;

/** Between user name and client id in the id we use inside; no user name that is an MN contains it. */
const SEPARATOR = "\n";

/**
 * Looks at a CONNECT before identity is asked. The client id is put behind the user name, so that only who has the same
 * credential can take a connection over. Keepalive is ours to watch, because a device that we leave unread must not
 * count as silent.
 */
export function createPreConnect(context: BrokerContext): PreConnect {
  return (client, packet, callback) => {
    const connection = context.connectionOf(client);
    if (connection === undefined || context.isClosing()) return callback(new Error("broker is closing"), false);
    if (packet.protocolVersion === 5) {
      refuse(context, "protocol-version", { version: 5 });
      return endWith(connection, CONNACK_5_UNSUPPORTED_VERSION, () => callback(new Error("MQTT 5 is not spoken here"), false));
    }
    // [MQTT-3.1.3-8]
    if (packet.clientId === "" && packet.clean === false) {
      refuse(context, "client-id", { user: packet.username });
      return endWith(connection, CONNACK_IDENTIFIER_REJECTED, () => callback(new Error("client id is missing"), false));
    }
    prepare(context, connection, packet);
    callback(null, true);
  };
}

function prepare(context: BrokerContext, connection: Connection, packet: ConnectPacket): void {
  const { keepaliveSeconds, sweepMs } = context.limits;
  const seconds = Math.min(packet.keepalive || keepaliveSeconds, keepaliveSeconds);
  // [MQTT-3.1.2-24]: one and a half times the keepalive.
  connection.idleSweeps = Math.ceil((seconds * 1_500) / sweepMs);
  packet.keepalive = 0;
  if (packet.clientId !== "") packet.clientId = `${packet.username ?? ""}${SEPARATOR}${packet.clientId}`;
}

function endWith(connection: Connection, bytes: Buffer, then: () => void): void {
  connection.stop();
  connection.socket.end(bytes, then);
}

/** What decides about a connection besides the device's credential. */
export interface AdmissionState {
  readonly takeOvers: TakeOvers;
  readonly failedLogins: FailedLogins;
  /** The device has shown who it is, with this connection. */
  readonly onIdentified: (mn: string) => void;
  readonly isConnected: (clientId: string) => boolean;
}

/**
 * User name is the MN, password the device's MQTT secret, and a certificate, where one is asked for, must be the
 * device's, too. Wrong and unknown look the same from outside. When nobody can say who the device is, and when there
 * were too many failures, the socket just closes: a refusal would make well-behaved clients give up for good.
 */
export function createAuthenticate(context: BrokerContext, state: AdmissionState): Authenticate {
  return (client, username, password, done) => {
    const connection = context.connectionOf(client);
    if (connection === undefined) return done(refusal(SERVER_UNAVAILABLE), false);
    const judgement = judge(context, state, { connection, username, password });
    if (judgement === "directory-unavailable" || judgement === "too-many-failures") {
      refuse(context, judgement, { mn: username, address: connection.address });
      connection.socket.destroy();
      return;
    }
    if (judgement !== "known" || username === undefined) {
      refuseLogin(context, connection, { reason: judgement === "known" ? "credentials" : judgement, username });
      return done(refusal(BAD_USER_NAME_OR_PASSWORD), false);
    }
    if (!mayTakeOver(context, state, client)) return done(refusal(SERVER_UNAVAILABLE), false);
    connection.identify(username);
    state.onIdentified(username);
    done(null, true);
  };
}

/** Also tells those who set devices up why; the client is not told. */
function refuseLogin(
  context: BrokerContext,
  { address }: Connection,
  { reason, username }: { readonly reason: "credentials" | "certificate-name"; readonly username: string | undefined },
): void {
  refuse(context, reason, { mn: username, address });
  const mn = username !== undefined && IS_MN.test(username) ? username : "";
  const isKnown = mn !== "" && context.devices.find(mn) !== undefined;
  const told = isKnown
    ? DETAILS[reason]
    : ({ reason: "unknown-device", detail: { code: "user-not-registered", facts: {} } } as const);
  context.onRefused({ transport: "mqtt", mn, address, ...told, sample: new Uint8Array(0) });
}

interface Claim {
  readonly connection: Connection;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
}

type Judgement = "known" | "credentials" | "certificate-name" | "directory-unavailable" | "too-many-failures";

function judge(context: BrokerContext, { failedLogins }: AdmissionState, claim: Claim): Judgement {
  const { connection, username, password } = claim;
  const sender = senderOf(connection.address);
  const user = username ?? "";
  if (!failedLogins.mayTry(sender, user, context.now())) return "too-many-failures";
  const isKnown = checkCredential(context, username, password);
  if (isKnown === undefined) return "directory-unavailable";
  const isCertified = connection.certificateName === undefined || connection.certificateName === username;
  if (isKnown && isCertified) return "known";
  failedLogins.fail(sender, user, context.now());
  return isKnown ? "certificate-name" : "credentials";
}

/** `undefined` when the directory cannot say. */
function checkCredential(context: BrokerContext, mn: string | undefined, password: Buffer | undefined): boolean | undefined {
  if (mn === undefined || password === undefined) return false;
  try {
    return context.devices.find(mn)?.acceptsMqttSecret(password.toString("utf8")) ?? false;
  } catch (cause) {
    context.log.warn({ err: cause, mn }, "device directory is unavailable");
    return undefined;
  }
}

function mayTakeOver(context: BrokerContext, state: AdmissionState, client: Client): boolean {
  if (!state.isConnected(client.id) || state.takeOvers.mayReplace(client.id, context.now())) return true;
  refuse(context, "take-overs", { client: client.id });
  return false;
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error("connection refused"), { returnCode });
}
