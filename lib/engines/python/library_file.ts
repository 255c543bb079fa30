// SPDX-License-Identifier: Apache-2.0 OR MIT
// A file of the private file system whose content all sessions share, until one of them writes to it.

/** Writes to an open file. */
type Write = (stream: unknown, buffer: Uint8Array, ...where: unknown[]) => number;

/** How the content of files is read and written, as Emscripten has it. */
interface StreamOperations {
  readonly write: Write;
  readonly [name: string]: unknown;
}

/** A file of the private file system. */
export interface PrivateFile {
  contents: Uint8Array;
  usedBytes: number;
  stream_ops: StreamOperations;
}

/**
 * Gives an empty file its content without a copy. Where the content would be changed in place it is copied first; what
 * changes its size makes a copy itself.
 */
export function shareContent(file: PrivateFile, content: Uint8Array<SharedArrayBuffer>): void {
  const operations = file.stream_ops;
  const write: Write = (...args) => {
    if (file.contents === content) file.contents = content.slice();
    return operations.write(...args);
  };
  file.contents = content;
  file.usedBytes = content.length;
  file.stream_ops = Object.freeze({
    ...operations,
    write,
    msync: (stream: unknown, buffer: Uint8Array, offset: number, length: number) => {
      write(stream, buffer, 0, length, offset, false);
      return 0;
    },
  });
}
