// SPDX-License-Identifier: Apache-2.0 OR MIT
// Word to systemd, or to any supervisor that speaks its protocol: lines of text in a datagram.

import { closeOnExec } from "./descriptors.ts";
import { type Libc, openLibc } from "./libc.ts";

/** Tells the supervisor where the daemon is in its life. A supervisor that does not listen is no error. */
export interface Notify extends Disposable {
  /** False where no supervisor wants to hear: then nothing is sent. */
  readonly active: boolean;
  /** The daemon takes work, after its start or a reload. Names this process as the main one. */
  ready(status?: string): void;
  /** The configuration is being read again; `ready` ends it. */
  reloading(status?: string): void;
  /** The daemon is about to end. */
  stopping(status?: string): void;
  /** One line for a person, shown by `systemctl status`. */
  status(text: string): void;
  /** The daemon is alive; see `startWatchdog`. */
  watchdog(): void;
}

const symbols = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  sendto: { parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
/** A full socket loses a message rather than stopping the daemon (Linux). */
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const CLOCK_MONOTONIC = 1;

/**
 * Opens the way to the supervisor that `NOTIFY_SOCKET` names: a path, or a name after `@`. Elsewhere than on Linux,
 * and where the variable is missing or names another kind of socket, nothing is ever sent.
 *
 * @see sd_notify(3)
 */
export function openNotify(env: (name: string) => string | undefined): Notify {
  const address = Deno.build.os === "linux" ? socketAddress(env("NOTIFY_SOCKET") ?? "") : undefined;
  if (address === undefined) return notifyBy(false, () => {}, () => 0n, () => {});
  const libc = openLibc(symbols);
  const fd = libc.symbols.socket(AF_UNIX, SOCK_DGRAM, 0);
  if (fd >= 0) closeOnExec(fd);
  let open = true;
  const send = (text: string) => {
    if (!open) return;
    const bytes = new TextEncoder().encode(text);
    const flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    libc.symbols.sendto(fd, bytes, BigInt(bytes.length), flags, address, address.length);
  };
  return notifyBy(true, send, () => monotonicUsec(libc), () => {
    if (!open) return;
    open = false;
    if (fd >= 0) libc.symbols.close(fd);
    libc[Symbol.dispose]();
  });
}

/**
 * `struct sockaddr_un` of Linux: family u16, then up to 107 bytes of path, or a zero and a name that is not ended.
 *
 * @returns `undefined` for any other kind of socket
 */
export function socketAddress(name: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[/@]./.test(name)) return undefined;
  const path = new TextEncoder().encode(name.replace(/^@/, "\0"));
  if (path.length > 107) return undefined;
  const address = new Uint8Array(2 + path.length + (name.startsWith("@") ? 0 : 1));
  address[0] = AF_UNIX;
  address.set(path, 2);
  return address;
}

function notifyBy(
  active: boolean,
  send: (text: string) => void,
  usec: () => bigint,
  close: () => void,
): Notify {
  return {
    active,
    ready: (status) => send(`READY=1\nMAINPID=${Deno.pid}${statusLine(status)}`),
    reloading: (status) => send(`RELOADING=1\nMONOTONIC_USEC=${usec()}${statusLine(status)}`),
    stopping: (status) => send(`STOPPING=1${statusLine(status)}`),
    status: (text) => send(statusLine(text).trimStart()),
    watchdog: () => send("WATCHDOG=1"),
    [Symbol.dispose]: close,
  };
}

function statusLine(text: string | undefined): string {
  return text === undefined ? "" : `\nSTATUS=${text.replaceAll(/\s+/g, " ").slice(0, 1_000)}`;
}

function monotonicUsec(libc: Libc<typeof symbols>): bigint {
  const time = new BigInt64Array(2);
  libc.symbols.clock_gettime(CLOCK_MONOTONIC, time);
  return time[0]! * 1_000_000n + time[1]! / 1_000n;
}
