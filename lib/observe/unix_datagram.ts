// SPDX-License-Identifier: Apache-2.0 OR MIT
// Datagrams to a local socket, which Deno has no stable way to send: by the C library's own sendto.
//
// The socket is never connected, so a receiver that was started again gets the next datagram. A send waits while
// the receiver's queue is full, as syslog(3) does, but only so long; after that it does not wait at all until the
// receiver takes one again, lest a receiver that hangs holds up the kernel.

const WAIT_MS = 50;

const symbols = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  sendto: { parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const errnoSymbols = {
  linux: { __errno_location: { parameters: [], result: "pointer" } },
  darwin: { __error: { parameters: [], result: "pointer" } },
} as const satisfies Record<string, Deno.ForeignLibraryInterface>;

/** Numbers that the C library gives by the operating system. */
interface Numbers {
  readonly SOCK_DGRAM: number;
  readonly SOL_SOCKET: number;
  readonly SO_SNDTIMEO: number;
  readonly MSG_DONTWAIT: number;
  readonly MSG_NOSIGNAL: number;
  readonly EMSGSIZE: number;
  readonly EAGAIN: number;
  readonly names: Readonly<Record<number, string>>;
}

const linux: Numbers = Object.freeze({
  SOCK_DGRAM: 0o2000002, // and SOCK_CLOEXEC
  SOL_SOCKET: 1,
  SO_SNDTIMEO: 21,
  MSG_DONTWAIT: 0x40,
  MSG_NOSIGNAL: 0x4000,
  EMSGSIZE: 90,
  EAGAIN: 11,
  names: Object.freeze({
    2: "there is no such socket",
    11: "its receiver does not take more",
    13: "permission denied",
    90: "the message is too long",
    105: "the system is out of buffers",
    111: "nobody receives there",
  }),
});

const darwin: Numbers = Object.freeze({
  SOCK_DGRAM: 2,
  SOL_SOCKET: 0xffff,
  SO_SNDTIMEO: 0x1005,
  MSG_DONTWAIT: 0x80,
  MSG_NOSIGNAL: 0, // SIGPIPE is ignored by the runtime.
  EMSGSIZE: 40,
  EAGAIN: 35,
  names: Object.freeze({
    2: "there is no such socket",
    13: "permission denied",
    35: "its receiver does not take more",
    40: "the message is too long",
    55: "the system is out of buffers",
    61: "nobody receives there",
  }),
});

/** Sends datagrams to one path. */
export interface UnixDatagram extends Disposable {
  /**
   * Sends one datagram.
   *
   * @returns false when it is too long for the system
   * @throws {Error} when it cannot be sent; the text says why, and the next one may go
   */
  send(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/**
 * Opens a socket for datagrams to a path.
 *
 * @param path of the receiver's socket; `@name` for one of Linux' abstract names
 * @throws {RangeError} when the path is too long for a socket
 * @throws {Error} when this system has no such sockets
 */
export function openUnixDatagram(path: string): UnixDatagram {
  const os = Deno.build.os;
  if (os !== "linux" && os !== "darwin") throw new Error(`Cannot send datagrams on ${os}`);
  const numbers = os === "linux" ? linux : darwin;
  const address = socketAddress(path, os);
  using stack = new DisposableStack();
  const { symbols: libc } = stack.adopt(Deno.dlopen(libcName(), symbols), (it) => it.close());
  const errno = stack.use(openErrno(os));
  const fd = stack.adopt(libc.socket(1, numbers.SOCK_DGRAM, 0), (fd) => libc.close(fd));
  if (fd < 0) throw new Error(`Cannot make a socket: error ${errno.read()}`);
  const timeout = new BigInt64Array([0n, BigInt(1000 * WAIT_MS)]);
  libc.setsockopt(fd, numbers.SOL_SOCKET, numbers.SO_SNDTIMEO, timeout, timeout.byteLength);
  let stalled = false;
  const parts = stack.move();
  return {
    send(bytes) {
      const flags = numbers.MSG_NOSIGNAL | (stalled ? numbers.MSG_DONTWAIT : 0);
      const length = BigInt(bytes.length);
      const sent = libc.sendto(fd, bytes, length, flags, address, address.length);
      if (Number(sent) >= 0) {
        stalled = false;
        return true;
      }
      const code = errno.read();
      if (code === numbers.EMSGSIZE) return false;
      stalled = code === numbers.EAGAIN;
      throw new Error(`Cannot send to "${path}": ${numbers.names[code] ?? `error ${code}`}`);
    },
    [Symbol.dispose]: () => parts.dispose(),
  };
}

/** The structure `sockaddr_un`, as long as it has to be: an abstract name is all of what follows. */
function socketAddress(path: string, os: "linux" | "darwin"): Uint8Array<ArrayBuffer> {
  const abstract = os === "linux" && path.startsWith("@");
  const name = new TextEncoder().encode(abstract ? `\0${path.slice(1)}` : `${path}\0`);
  const most = os === "linux" ? 108 : 104;
  if (name.length > most) {
    throw new RangeError(`Cannot send to "${path}": a socket's path has ${most - 1} bytes at most`);
  }
  const address = new Uint8Array(2 + name.length);
  if (os === "linux") new Uint16Array(address.buffer, 0, 1)[0] = 1;
  else address.set([address.length, 1]);
  address.set(name, 2);
  return address;
}

/** Reads the error number of the last call. */
function openErrno(os: "linux" | "darwin"): Disposable & { read(): number } {
  const [place, close] = os === "linux"
    ? locate(Deno.dlopen(libcName(), errnoSymbols.linux), "__errno_location")
    : locate(Deno.dlopen(libcName(), errnoSymbols.darwin), "__error");
  const read = (): number => {
    const pointer = place();
    return pointer === null ? 0 : new Deno.UnsafePointerView(pointer).getInt32();
  };
  return { read, [Symbol.dispose]: close };
}

/** The function that tells where the number is, and how to close its library. */
function locate<K extends string>(
  library: { readonly symbols: Readonly<Record<K, () => Deno.PointerValue>>; close(): void },
  name: K,
): [place: () => Deno.PointerValue, close: () => void] {
  return [() => library.symbols[name](), () => library.close()];
}

/** Name under which the dynamic loader knows the C library. */
function libcName(): string {
  if (Deno.build.os === "darwin") return "libSystem.B.dylib";
  return Deno.build.target.endsWith("musl") ? `libc.musl-${Deno.build.arch}.so.1` : "libc.so.6";
}
