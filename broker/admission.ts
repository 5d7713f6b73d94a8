import type { AedesOptions, AuthenticateError, Client } from "aedes";
import { senderOf } from "../doors/sender-of.ts";
import { type BrokerContext, refuse, refuseDevice } from "./broker-context.ts";
import type { Connection } from "./connection.ts";
import type { FailedLogins } from "./failed-logins.ts";
import { rightToWrite } from "./publishing.ts";
import type { TakeOvers } from "./take-overs.ts";
import { CONNACK } from "./wire/answers.ts";
import type { ConnectRequest } from "./wire/read-connect.ts";

const IS_MN = /^[A-Za-z0-9_-]{1,32}$/;
const DETAILS = {
  credentials: { reason: "wrong-password", detail: { code: "mqtt-secret-other", facts: {} } },
  "certificate-name": { reason: "certificate-name", detail: { code: "certificate-other", facts: {} } },
} as const;

type PreConnect = NonNullable<AedesOptions["preConnect"]>;
type Authenticate = NonNullable<AedesOptions["authenticate"]>;

const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;
const SHOWN_CHARACTERS = 200;

/** Between user name and client id in the id we use inside; no user name that is an MN contains it. */
const SEPARATOR = "\n";

/**
 * Refuses a CONNECT that aedes need not see; true when it is refused and answered. Nobody has shown who he is yet: it
 * is told to whom it names.
 */
export function refuseConnect(context: BrokerContext, connection: Connection, request: ConnectRequest): boolean {
  const { version, clientId, isClean } = request;
  if (version === 5) {
    refuseDevice(context, connection, {
      reason: "protocol-version",
      detail: { code: "protocol-version-other", facts: { version } },
    });
    connection.say(CONNACK.unsupportedVersionOf5);
    return true;
  }
  // [MQTT-3.1.3-8]
  if (clientId !== "" || isClean) return false;
  refuseDevice(context, connection, { reason: "client-id", detail: { code: "client-id-missing", facts: {} } });
  connection.say(CONNACK.identifierRejected);
  return true;
}

/**
 * Prepares a CONNECT for aedes. The client id is put behind the user name, so that only who has the same credential can
 * take a connection over. Keepalive is ours to watch, because a device that we leave unread must not count as silent.
 */
export function createPreConnect(context: BrokerContext): PreConnect {
  return (client, packet, callback) => {
    const connection = context.connectionOf(client);
    if (connection === undefined || context.isClosing()) return callback(new Error("broker is closing"), false);
    const { keepaliveSeconds, sweepMs } = context.limits;
    const seconds = Math.min(packet.keepalive || keepaliveSeconds, keepaliveSeconds);
    // [MQTT-3.1.2-24]: one and a half times the keepalive.
    connection.idleSweeps = Math.ceil((seconds * 1_500) / sweepMs);
    packet.keepalive = 0;
    if (packet.clientId !== "") packet.clientId = `${packet.username ?? ""}${SEPARATOR}${packet.clientId}`;
    callback(null, true);
  };
}

/** The device of a client id as it is used inside; `""` for one that aedes has made up. */
export function deviceOfClientId(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(SEPARATOR)));
}

/** What decides about a connection besides the device's credential. */
export interface AdmissionState {
  readonly takeOvers: TakeOvers;
  readonly failedLogins: FailedLogins;
  /** The device has shown who it is, with this connection. */
  readonly onIdentified: (connection: Connection) => void;
  readonly isConnected: (clientId: string) => boolean;
}

/**
 * User name is the MN, password the device's MQTT secret, and a certificate, where one is asked for, must be the
 * device's, too. Wrong and unknown look the same from outside. When nobody can say who the device is, and when there
 * were too many failures, the socket just closes: a refusal would make well-behaved clients give up for good.
 */
export function createAuthenticate(context: BrokerContext, state: AdmissionState): Authenticate {
  return (client, username, password, done) => {
    const connection = presentConnection(context, client);
    if (connection === undefined) return done(refusal(SERVER_UNAVAILABLE), false);
    const judgement = judge(context, state, { connection, username, password });
    if (judgement === "directory-unavailable" || judgement === "too-many-failures") {
      refuse(context, judgement, { mn: username, address: connection.address });
      connection.finish();
      return;
    }
    if (judgement !== "known" || username === undefined) {
      refuseLogin(context, connection, { reason: judgement === "known" ? "credentials" : judgement, username });
      return done(refusal(BAD_USER_NAME_OR_PASSWORD), false);
    }
    if (!mayTakeOver(context, state, { client, connection })) return done(refusal(SERVER_UNAVAILABLE), false);
    noteForeignWill(context, connection, username);
    connection.mn = username;
    state.onIdentified(connection);
    done(null, true);
  };
}

/** aedes asks a turn of the event loop after CONNECT: who has left by then must not arrive. */
function presentConnection(context: BrokerContext, client: Client): Connection | undefined {
  const connection = context.connectionOf(client);
  return connection?.hasLeft() === true ? undefined : connection;
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

interface Newcomer {
  readonly client: Client;
  readonly connection: Connection;
}

function mayTakeOver(context: BrokerContext, state: AdmissionState, { client, connection }: Newcomer): boolean {
  if (!state.isConnected(client.id) || state.takeOvers.mayReplace(client.id, context.now())) return true;
  const detail = { code: "taken-over-too-often", facts: { perMinute: context.limits.takeOversPerMinute } } as const;
  refuseDevice(context, connection, { reason: "take-overs", detail });
  return false;
}

/**
 * A will that can never be taken is told while somebody looks. The device is let in all the same, as mosquitto does:
 * many loggers leave a will on a topic of their maker, and shutting them out would cost their readings.
 */
function noteForeignWill(context: BrokerContext, connection: Connection, mn: string): void {
  const topic = connection.request?.willTopic;
  if (topic === undefined || rightToWrite(context, mn, topic) !== "no") return;
  const detail = { code: "will-of-another", facts: { topic: topic.slice(0, SHOWN_CHARACTERS) } } as const;
  refuseDevice(context, connection, { reason: "foreign-will", detail });
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error("connection refused"), { returnCode });
}
