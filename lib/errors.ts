// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Errors a user or an operator can act on. A caller's mistake stays a `TypeError`, `RangeError` or
 * `SyntaxError`; anything else is a bug and is answered as `internal`.
 *
 * @module
 */

/** An error with a stable dotted code and a hint that says what to do about it. */
export class KernelError extends Error {
  /** Always `"KernelError"`. */
  override readonly name = "KernelError";

  /**
   * Makes an error whose text, code and hint are all meant to be read by people.
   *
   * @param code stable and dotted: `zmq.address_in_use`
   * @param message starts with "Cannot", ends without a full stop
   * @param hint what the reader can do about it
   */
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
    more?: ErrorOptions,
  ) {
    super(message, more);
  }
}
