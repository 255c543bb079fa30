// SPDX-License-Identifier: Apache-2.0 OR MIT

import { boolean, integer, list, type Setting, text } from "../setting.ts";

/** Health, metrics and information over HTTP. */
export interface HttpConfig {
  /** `address:port`, `[address]:port` or `unix:/path`, port 0 for a free one; `auto`, or `off` for none. */
  readonly listen: string;
  /** Token that requests must bear; empty for none. */
  readonly token: string;
  /** Serve beyond this machine without TLS. */
  readonly plaintext: boolean;
  /** Size of a request's body. */
  readonly maxRequestBytes: number;
  /** Time a client gets to send its request. */
  readonly requestTimeoutMs: number;
  /** Connections that may be open at once. */
  readonly maxConnections: number;
  /** Names a request's Host header may have, beside those of the loopback. */
  readonly allowedHosts: readonly string[];
}

/** The settings below `http`. */
export const httpSettings: { readonly [K in keyof HttpConfig]: Setting<HttpConfig[K]> } = {
  listen: text({
    default: "auto",
    description:
      "Where to serve health and metrics: address:port, [address]:port, unix:/path, auto or off; port 0 picks a " +
      "free one, auto takes the port after the kernel's five, and none when a front end started it",
    reload: "restart",
    pattern:
      /^(?:auto|off)$|^unix:\/.+$|^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\w:.%]+\]):(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
    wanted: "auto, off, address:port, [address]:port or unix:/path, such as 127.0.0.1:9560",
  }),
  token: text({
    default: "",
    description: "Token that requests must bear (Authorization: Bearer …); empty for none",
    reload: "restart",
    secret: true,
    pattern: /^$|^[\x21-\x7e]{16,}$/,
    wanted: "a token of at least 16 characters without spaces",
  }),
  plaintext: boolean({
    default: false,
    description: "Serve beyond this machine without TLS, where the network is trusted",
    reload: "restart",
  }),
  maxRequestBytes: integer({
    range: [1_024, 64 * 1024 ** 2],
    unit: "bytes",
    default: 64 * 1_024,
    description: "Size of a request's body",
    reload: "restart",
  }),
  requestTimeoutMs: integer({
    range: [100, 600_000],
    unit: "ms",
    default: 10_000,
    description: "Time a client gets to send its request",
    reload: "restart",
  }),
  maxConnections: integer({
    range: [1, 10_000],
    default: 100,
    description: "Connections that may be open at once",
    reload: "restart",
  }),
  allowedHosts: list({
    default: [],
    description: "Names a request's Host header may have, beside those of this machine's loopback",
    reload: "restart",
  }),
};
