// SPDX-License-Identifier: Apache-2.0 OR MIT
// Every failure of libzmq that a user or an operator can act on.

import { KernelError } from "../errors.ts";
import { errnoNames } from "./errno.ts";

const situations: Readonly<Record<string, readonly [code: string, state: string, hint: string]>> =
  Object.freeze({
    EADDRINUSE: [
      "zmq.address_in_use",
      "address already in use",
      "choose another port, or stop the process that holds it",
    ],
    EADDRNOTAVAIL: [
      "zmq.address_not_available",
      "no interface of this machine has that address",
      "use an address of this machine, such as 127.0.0.1",
    ],
    ENODEV: [
      "zmq.address_not_available",
      "no interface of this machine has that name or address",
      "use an address of this machine, such as 127.0.0.1",
    ],
    EACCES: [
      "zmq.permission_denied",
      "permission denied",
      "use a port of 1024 or more, or a directory you may write to",
    ],
    EPERM: [
      "zmq.permission_denied",
      "permission denied",
      "use a port of 1024 or more, or a directory you may write to",
    ],
    EPROTONOSUPPORT: [
      "zmq.protocol_not_supported",
      "protocol not supported",
      "use tcp://, ipc:// or inproc://",
    ],
    ENOCOMPATPROTO: [
      "zmq.protocol_not_supported",
      "the socket type does not work over this protocol",
      "use tcp://, ipc:// or inproc://",
    ],
    EINVAL: [
      "zmq.bad_endpoint",
      "not a valid endpoint",
      "write it like tcp://127.0.0.1:5555, tcp://127.0.0.1:*, ipc:///run/name or inproc://name",
    ],
    ENOENT: [
      "zmq.unknown_endpoint",
      "no such endpoint or directory",
      "give the endpoint as bind returned it or connect took it; for ipc create the directory",
    ],
    ENAMETOOLONG: [
      "zmq.bad_endpoint",
      "the path is too long for a Unix socket",
      "use a path of at most 100 bytes",
    ],
    ETERM: [
      "zmq.context_terminated",
      "the context was terminated",
      "open a new context",
    ],
    EMFILE: [
      "zmq.too_many_sockets",
      "too many open sockets or files",
      "close some, raise maxSockets, or raise the limit with ulimit -n",
    ],
    ENFILE: [
      "zmq.too_many_sockets",
      "too many open files in the system",
      "close some files, or raise the system's limit",
    ],
    EHOSTUNREACH: [
      "zmq.unroutable",
      "no connected peer has this identity",
      "the client has gone: drop the message",
    ],
    EFSM: [
      "zmq.wrong_state",
      "the socket's pattern does not allow it now",
      "REQ and REP sockets alternate between sending and receiving",
    ],
    ENOTSUP: [
      "zmq.not_supported",
      "the socket type or the library does not support it",
      "see zmq_socket(3) for what each socket type can do",
    ],
    EOPNOTSUPP: [
      "zmq.not_supported",
      "the socket type or the library does not support it",
      "see zmq_socket(3) for what each socket type can do",
    ],
  });

/** How a call into the C world failed. */
export interface Failure {
  /** What was attempted, after "Cannot": `bind ROUTER socket to "tcp://127.0.0.1:5555"`. */
  readonly action: string;
  readonly errno: number;
  /** The library's own words for `errno`. */
  readonly text: string;
}

/** A call to libzmq or libc failed. The code is `zmq.failed` where no situation above fits. */
export function callFailed({ action, errno, text }: Failure): KernelError {
  const name = errnoNames(Deno.build.os).get(errno);
  const [code, state, hint] = situations[name ?? ""] ??
    ["zmq.failed", text, "report it with what was attempted"];
  return new KernelError(code, `Cannot ${action}: ${state}`, hint, {
    cause: new Error(`${name ?? "errno"} ${errno}: ${text}`),
  });
}

/** An endpoint has a port beyond 65535. */
export function badEndpoint(action: string): KernelError {
  return new KernelError(
    "zmq.bad_endpoint",
    `Cannot ${action}: the port is beyond 65535`,
    "use a port from 1 to 65535, or * for any that is free",
  );
}

/** A socket or a context was used after its disposal. */
export function alreadyClosed(action: string): KernelError {
  return new KernelError("zmq.closed", `Cannot ${action}: it is closed`, "open a new one");
}

/** The shared library could not be loaded, or lacks libzmq's functions. */
export function libraryUnusable(path: string, cause: unknown): KernelError {
  const state = cause instanceof Error ? cause.message : String(cause);
  return new KernelError(
    "zmq.library",
    `Cannot load libzmq from "${path}": ${state}`,
    "the file must be the zeromq package's addon.node for this system; ffi permission is needed",
    { cause },
  );
}

/** There is no prebuilt library for a machine. */
export function platformUnsupported(machine: string): KernelError {
  return new KernelError(
    "zmq.platform",
    `Cannot find libzmq for this machine: ${machine}`,
    "linux (glibc, musl) and darwin on x86_64 and aarch64 are supported",
  );
}

/** The descriptor given to `watchFd` was closed while being watched. */
export function badDescriptor(fd: number): KernelError {
  return new KernelError(
    "zmq.bad_descriptor",
    `Cannot watch descriptor ${fd}: it is not open`,
    "dispose the watch before closing the descriptor",
  );
}

/** The system call behind the poll loop fails again and again. */
export function pollFailed(times: number, descriptors: number): KernelError {
  return new KernelError(
    "zmq.poll",
    `Cannot wait for sockets: poll of ${descriptors} descriptors failed ${times} times`,
    "check the memory and the open file limit (ulimit -n) of the process",
  );
}
