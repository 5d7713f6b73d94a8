import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";

const PATH = "/mqtt";
const SUB_PROTOCOL = "mqtt";

/** The event of a stream over which something came that carries no MQTT: it is to end. */
export const FOREIGN_FRAME = "foreign-frame";

/**
 * Lets MQTT in over WebSocket at `/mqtt`, sub protocol `mqtt`, in binary frames [MQTT-6.0.0-1 to -4]. Everything else
 * is refused before a WebSocket is made of it. A message beyond `messageBytes` closes the connection on its length
 * field; compression is not offered.
 */
export function acceptWebSockets(
  server: HttpServer,
  messageBytes: number,
  enter: (stream: Duplex, socket: Socket) => void,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytes,
    clientTracking: false,
    perMessageDeflate: false,
    handleProtocols: () => SUB_PROTOCOL,
  });
  server.on("request", (_request, response) => {
    response.writeHead(426, { connection: "close", upgrade: "websocket" }).end();
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    socket.setNoDelay(true);
    sockets.handleUpgrade(request, socket, head, (webSocket) => enter(streamOf(webSocket), socket));
  });
}

function refusalOf(request: IncomingMessage): string | undefined {
  const path = (request.url ?? "").split("?")[0];
  if (path !== PATH) return "404 Not Found";
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  return offered.includes(SUB_PROTOCOL) ? undefined : "400 Bad Request";
}

/** The bytes in the frames, as one stream: packets may be cut anywhere. A text frame ends it [MQTT-6.0.0-1]. */
function streamOf(webSocket: WebSocket): Duplex {
  let stream: Duplex | undefined;
  webSocket.on("message", (_data, isBinary) => {
    if (!isBinary) stream?.emit(FOREIGN_FRAME);
  });
  stream = createWebSocketStream(webSocket);
  // Without it every field of a packet would leave in a frame of its own.
  stream._writev = (chunks, done) => webSocket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  return stream;
}
