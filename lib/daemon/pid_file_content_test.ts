// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { parseLocks, readPid } from "./pid_file_content.ts";
import { testFolder } from "./testing.ts";

const locks = `1: POSIX  ADVISORY  READ 9390 fe:00:10037407 128 128
2: FLOCK  ADVISORY  WRITE 9390 fe:00:9978049 0 EOF
3: FLOCK  ADVISORY  READ 8000 fe:00:77 0 EOF
4: FLOCK  ADVISORY  WRITE 8001 fe:00:78 0 EOF
5: FLOCK  ADVISORY  WRITE 8002 fd:00:78 0 EOF
5: -> FLOCK  ADVISORY  WRITE 8003 fe:00:9978049 0 EOF
6: FLOCK  ADVISORY  WRITE 0 fe:00:79 0 EOF
`;

Deno.test("parseLocks() finds who has the exclusive lock of a file", () => {
  assert.equal(parseLocks(locks, 9978049), 9390);
});

Deno.test("parseLocks() finds nobody for other locks, several files, or a process out of sight", () => {
  for (const ino of [10037407, 77, 78, 79, 80, null]) {
    assert.equal(parseLocks(locks, ino), undefined);
  }
});

Deno.test("readPid() takes one process id and white space", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  const cases: readonly (readonly [string, number | undefined])[] = [
    ["1234\n", 1234],
    [" 1234\r\n", 1234],
    ["2147483647", 2147483647],
    ["2147483648", undefined],
    ["0", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["", undefined],
    [`1${" ".repeat(100)}`, undefined],
  ];
  for (const [text, pid] of cases) {
    Deno.writeTextFileSync(path, text);
    assert.equal(readPid(path), pid, text);
  }
});
