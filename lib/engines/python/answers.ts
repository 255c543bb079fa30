// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Asks the prelude a question and reads the JSON of its answer.
 *
 * @param name what is asked, for the error's text
 * @throws {TypeError} when there is none: a script got in the prelude's way
 */
export function askPrelude<T>(name: string, ask: () => string): T {
  try {
    return JSON.parse(ask()) as T;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trimEnd().split("\n").at(-1) : cause;
    throw new TypeError(`Cannot answer ${name}: ${reason}`, { cause });
  }
}
