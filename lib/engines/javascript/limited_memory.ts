// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A memory that notes when it cannot grow any more. */
export class LimitedMemory extends WebAssembly.Memory {
  /** True since there was more wanted than it may be. */
  ranOut = false;

  /** Adds pages. @throws {RangeError} when they would be too many */
  override grow(pages: number): number {
    try {
      return super.grow(pages);
    } catch (error) {
      this.ranOut = true;
      throw error;
    }
  }
}
