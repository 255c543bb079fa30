// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where to listen, out of the text of a setting.

import { isIPv4, isIPv6 } from "node:net";
import { isAbsolute } from "node:path";
import { listenInvalid } from "./errors.ts";

/** A place to listen. */
export type ListenAddress =
  | {
    readonly transport: "tcp";
    /** IPv4 or IPv6 address, the latter without brackets. */
    readonly hostname: string;
    /** 0 to 65535; 0 picks a free one. */
    readonly port: number;
    /** True when only this machine can reach it. */
    readonly loopback: boolean;
  }
  | {
    readonly transport: "unix";
    /** Absolute path of the socket. */
    readonly path: string;
  };

/** Bytes that a Unix socket's path may have, without the NUL at its end. */
const maxPathBytes = Object.freeze({ linux: 107, others: 103 });

/**
 * Reads where to listen: `127.0.0.1:9560`, `localhost:9560`, `[::1]:9560` or `unix:/path`. Other names of hosts are
 * refused, since what they resolve to may be beyond this machine.
 *
 * @param os system whose bound on the path of a Unix socket counts
 * @throws {KernelError} `http.listen_invalid`, with what is wrong
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseListen("unix:/run/llmspell.sock"), {
 *   transport: "unix",
 *   path: "/run/llmspell.sock",
 * });
 * ```
 */
export function parseListen(text: string, os: string = Deno.build.os): ListenAddress {
  return text.startsWith("unix:") ? parseUnix(text, os) : parseTcp(text);
}

function parseUnix(text: string, os: string): ListenAddress {
  const path = text.slice("unix:".length);
  if (path === "") throw listenInvalid(text, "the path is missing");
  if (path.includes("\0")) throw listenInvalid(text, "the path has a NUL character");
  if (!isAbsolute(path)) throw listenInvalid(text, "the path is relative; it has to be absolute");
  const [bytes, max] = [
    new TextEncoder().encode(path).length,
    os === "linux" ? maxPathBytes.linux : maxPathBytes.others,
  ];
  if (bytes > max) {
    throw listenInvalid(
      text,
      `the path has ${bytes} bytes; a socket's may have ${max} on this system`,
    );
  }
  return { transport: "unix", path };
}

function parseTcp(text: string): ListenAddress {
  const colon = text.lastIndexOf(":");
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
  if (isIPv6(text) || (isIPv6(host) && /^\d*$/.test(port))) {
    throw listenInvalid(text, "an IPv6 address stands in brackets before its port: [::1]:9560");
  }
  if (colon < 0) throw listenInvalid(text, "the port is missing");
  const hostname = parseHostname(text, host);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw listenInvalid(text, `the port is "${port}"; it has to be a number from 0 to 65535`);
  }
  return { transport: "tcp", hostname, port: Number(port), loopback: isLoopback(hostname) };
}

function parseHostname(text: string, host: string): string {
  if (host === "") throw listenInvalid(text, "the address before the port is missing");
  if (host === "localhost") return "127.0.0.1";
  if (isIPv4(host)) return host;
  const inner = /^\[(.*)\]$/.exec(host)?.[1];
  if (inner === undefined) throw listenInvalid(text, `"${host}" is no IP address`);
  if (!isIPv6(inner)) throw listenInvalid(text, `"${inner}" is no IPv6 address`);
  return inner;
}

/** Only the whole of 127.0.0.0/8 and ::1 stay inside the machine. */
function isLoopback(hostname: string): boolean {
  if (isIPv4(hostname)) return hostname.startsWith("127.");
  return new URL(`http://[${hostname.replace(/%.*$/, "")}]`).hostname === "[::1]";
}
