// SPDX-License-Identifier: Apache-2.0 OR MIT
// A descriptor that ends a poll of another thread: an eventfd on Linux, a pipe elsewhere.

import { openEventFd } from "./libc.ts";
import type { Native } from "./native.ts";

/** The wake-up descriptor. At most one signal is outstanding, so reading and writing never block. */
export class Wake {
  /** Readable after `signal` until `clear`. */
  readonly fd: number;
  readonly #writeFd: number;
  readonly #native: Native;
  readonly #bytes = new BigUint64Array(new ArrayBuffer(128), 0, 1);
  #signalled = false;

  /** @throws {KernelError} `zmq.too_many_sockets` when the process has no descriptor left */
  constructor(native: Native) {
    this.#native = native;
    const fds = new Int32Array(2);
    if (Deno.build.os === "linux") {
      fds.fill(openEventFd());
    } else if (native.libc.pipe(fds) < 0) {
      fds.fill(-1);
    }
    this.fd = fds[0]!;
    this.#writeFd = fds[1]!;
    if (this.fd < 0) throw native.failure("open a wake-up descriptor");
  }

  signal(): void {
    if (this.#signalled) return;
    this.#signalled = true;
    this.#bytes[0] = 1n;
    this.#native.libc.write(this.#writeFd, this.#bytes, 8n);
  }

  clear(): void {
    if (!this.#signalled) return;
    this.#signalled = false;
    this.#native.libc.read(this.fd, this.#bytes, 8n);
  }

  close(): void {
    this.#native.libc.close(this.fd);
    if (this.#writeFd !== this.fd) this.#native.libc.close(this.#writeFd);
  }
}
