// SPDX-License-Identifier: Apache-2.0 OR MIT
// How these tests wait: for what they want, and not for ever.

/** Longer than anything here takes, even on a busy machine. */
const patienceMs = 60_000;

/**
 * The promise's value.
 *
 * @param what is waited for, for the error
 * @throws {Error} when it takes so long that it will never come
 */
export async function soon<T>(what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`Cannot wait any longer: no ${what}`)),
    patienceMs,
  );
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The first value that `look` has, which is asked now and after each change in a folder.
 *
 * @param folder one that exists; what is below it counts too
 */
export async function whenChanged<T>(
  what: string,
  folder: string,
  look: () => T | undefined,
): Promise<T> {
  using watcher = Deno.watchFs(folder);
  const now = look();
  if (now !== undefined) return now;
  return await soon(
    what,
    (async () => {
      for await (const _event of watcher) {
        const value = look();
        if (value !== undefined) return value;
      }
      throw new Error(`Cannot watch "${folder}"`);
    })(),
  );
}
