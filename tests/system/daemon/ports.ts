// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Where ports begin that the system gives to nobody who asks for any. */
const firstPort = 10_000;
/** Where they end; Linux gives away those from 32,768 on, others those from 49,152 on. */
const lastPort = 32_000;

/**
 * The first of some free ports in a row, which only who knows them will take.
 *
 * @throws {Error} when there are none
 */
export function freePorts(count: number): number {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const base = firstPort + Math.floor(Math.random() * (lastPort - firstPort - count));
    if (Array.from({ length: count }, (_, step) => base + step).every(isFree)) return base;
  }
  throw new Error(`Cannot find ${count} free ports in a row`);
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
