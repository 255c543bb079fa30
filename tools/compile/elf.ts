// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where an ELF file ends by its own account.

/**
 * Size of a 64-bit ELF file up to the end of its section header table, which linkers write last. What follows
 * was appended later, as `deno compile` does with a program.
 *
 * @param header the file's first 64 bytes or more
 * @returns bytes that belong to the ELF file
 * @throws {SyntaxError} when it is no 64-bit little-endian ELF file with a section header table
 * @see elf(5): e_shoff + e_shentsize * e_shnum
 */
export function elfSize(header: Uint8Array): number {
  const magic = [0x7f, 0x45, 0x4c, 0x46, 2, 1];
  if (header.length < 64 || magic.some((byte, at) => header[at] !== byte)) {
    throw new SyntaxError("Cannot read ELF header: it is no 64-bit little-endian ELF file");
  }
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const offset = view.getBigUint64(0x28, true);
  const entrySize = view.getUint16(0x3a, true);
  const entries = view.getUint16(0x3c, true);
  if (offset === 0n || entries === 0) {
    throw new SyntaxError("Cannot read ELF header: there is no section header table");
  }
  return Number(offset) + entrySize * entries;
}

/** The ELF file without what was appended to it. Shares the memory of `file`. */
export function cutElf(file: Uint8Array): Uint8Array {
  const size = elfSize(file);
  if (size > file.length) {
    throw new SyntaxError(
      `Cannot cut ELF file: it should have ${size} bytes and has ${file.length}`,
    );
  }
  return file.subarray(0, size);
}
