import { HttpError, type SendOptions, type Transport } from "@influxdata/influxdb-client";

type Callbacks = NonNullable<Parameters<Transport["send"]>[3]>;

/**
 * The client's transport, with two faults mended. A write succeeds only with 204: the client itself also takes 201 and
 * an answer without a status for success, and some proxies answer 200 for a server that is gone. And a request that has
 * failed is over: the client leaves one whose time is out open for as long as the server stands still, a socket each.
 */
export function strictTransport(inner: Transport): Transport {
  return {
    chunkCombiner: inner.chunkCombiner,
    async request(path, body, options, started) {
      const over = new AbortController();
      try {
        return await inner.request(path, body, { ...options, signal: over.signal } as SendOptions, started);
      } catch (cause) {
        if (!(cause instanceof HttpError)) over.abort();
        throw cause;
      }
    },
    iterate: (path, body, options) => inner.iterate(path, body, options),
    send(path, body, options, callbacks = {}) {
      const strict = path.startsWith("/api/v2/write") ? onlyNoContent(callbacks) : callbacks;
      const over = new AbortController();
      const ended = { ...options, signal: over.signal } as SendOptions;
      inner.send(path, body, ended, {
        ...strict,
        error(cause) {
          strict.error?.(cause);
          // A refusal has been read to its end, and its connection serves the next request.
          if (!(cause instanceof HttpError)) over.abort();
        },
      });
    },
  };
}

function onlyNoContent(callbacks: Partial<Callbacks>): Partial<Callbacks> {
  let status: number | undefined;
  return {
    ...callbacks,
    responseStarted(headers, code) {
      status = code;
      callbacks.responseStarted?.(headers, code);
    },
    complete() {
      if (status === 204) callbacks.complete?.();
      else callbacks.error?.(new HttpError(status ?? 0, `204 expected, ${status ?? "nothing"} answered`));
    },
  };
}
