/** Where an external MQTT cluster is and who we are to it. */
export interface ExternalCluster {
  readonly protocol: "mqtt" | "mqtts";
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /**
   * The name of our session at the cluster. It must stay the same over restarts, and differ between products that share
   * one cluster.
   */
  readonly clientId: string;
  /** The group of the shared subscription; `undefined` for a subscription of our own. */
  readonly share: string | undefined;
}

const DEFAULT_PORTS = { mqtt: 1883, mqtts: 8883 } as const;
const DEFAULT_NAME = "outfall";
const NOT_SHARED = "off";

/**
 * Reads `mqtt(s)://[user:password@]host[:port][?clientId=name&share=group]`. Parts of it may be percent-encoded.
 * `share=off` asks for a subscription of our own, which brokers keep over a restart that forget shared ones (mosquitto
 * 2.0.11 does).
 * @throws TypeError when the text is no such URL; the configuration has checked it before.
 */
export function parseExternalCluster(text: string): ExternalCluster {
  const url = new URL(text);
  const protocol = url.protocol === "mqtts:" ? "mqtts" : "mqtt";
  if (url.protocol !== `${protocol}:` || url.hostname === "") throw new TypeError("not an mqtt:// or mqtts:// URL");
  const share = url.searchParams.get("share") || DEFAULT_NAME;
  return {
    protocol,
    // An IPv6 address stands in brackets in a URL and without them everywhere else.
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? DEFAULT_PORTS[protocol] : Number(url.port),
    ...(url.username !== "" && { username: decodeURIComponent(url.username) }),
    ...(url.password !== "" && { password: decodeURIComponent(url.password) }),
    clientId: url.searchParams.get("clientId") || DEFAULT_NAME,
    share: share === NOT_SHARED ? undefined : share,
  };
}

/**
 * What is subscribed to. With a group, several readers of one cluster share the messages, and each message goes to one
 * of them.
 */
export function filtersOf(cluster: ExternalCluster): readonly string[] {
  const prefix = cluster.share === undefined ? "" : `$share/${cluster.share}/`;
  return ["hj212", "readings"].map((kind) => `${prefix}outfall/v1/+/${kind}`);
}
