// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { KernelError } from "../../lib/errors.ts";
import {
  parseCommandLine,
  plainPath,
  quoteAssignment,
  quoteCommand,
  quoteWord,
} from "./systemd_words.ts";

const word = fc.string({ unit: "binary" }).filter((text) =>
  !text.includes("\0") && text.isWellFormed()
);
const path = fc.string({ unit: fc.constantFrom(..." %$\\\"'{}aü\t\n;#") }).map((text) =>
  `/opt/${text}`
);

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

Deno.test("quoteWord() leaves plain words alone and escapes what systemd would read as something else", () => {
  const variables = { variables: true };
  assert.equal(quoteWord("--log-file=/var/log/a.log", variables), "--log-file=/var/log/a.log");
  assert.equal(quoteWord("", variables), '""');
  assert.equal(quoteWord("a b", variables), '"a b"');
  assert.equal(quoteWord("100%", variables), '"100%%"');
  assert.equal(quoteWord("$HOME", variables), '"$$HOME"');
  assert.equal(quoteWord("$HOME", { variables: false }), '"$HOME"');
  assert.equal(quoteWord('say "hi" \\', variables), '"say \\"hi\\" \\\\"');
  assert.equal(quoteWord("it's; a\nline", variables), '"it\'s; a\\x0aline"');
});

Deno.test("quoteWord() refuses what no unit file can hold", () => {
  for (const text of ["a\0b", "\ud800"]) {
    assert.throws(() => quoteWord(text, { variables: true }), hasCode("service.path"));
  }
});

Deno.test("quoteCommand() stays one line that parseCommandLine() reads back, whatever the words", () => {
  fc.assert(fc.property(path, fc.array(word), (program, args) => {
    const line = quoteCommand([program, ...args]);
    assert.doesNotMatch(line, /[\r\n]/);
    assert.deepEqual(parseCommandLine(line).slice(-1 - args.length), [program, ...args]);
  }));
});

Deno.test("quoteCommand() has a shell become a program whose path systemd does not take", () => {
  assert.equal(quoteCommand(["/opt/50% $a/b", "$c"]), '"/opt/50%% $a/b" "$$c"');
  assert.deepEqual(parseCommandLine(quoteCommand(["/it's/b", "c"])), [
    ...["/bin/sh", "-c", 'exec "$@"', "sh", "/it's/b", "c"],
  ]);
});

Deno.test("quoteAssignment() keeps name and value in one word", () => {
  assert.equal(quoteAssignment("LLMSPELL_HOME", "/a b/$c"), '"LLMSPELL_HOME=/a b/$c"');
  assert.equal(quoteAssignment("A", "1"), "A=1");
});

Deno.test("parseCommandLine() reads single quotes, escapes and words that are put together", () => {
  assert.deepEqual(parseCommandLine(`/bin/a 'b c' d"e f"\\sg "" \\t`), [
    "/bin/a",
    "b c",
    "de f g",
    "",
    "\t",
  ]);
  assert.throws(() => parseCommandLine('/bin/a "b'), SyntaxError);
});

Deno.test("plainPath() writes specifiers twice, and refuses paths that would not stay themselves", () => {
  assert.equal(plainPath("/etc/my app/50%.env"), "/etc/my app/50%%.env");
  for (const text of ["/a*", "/a\nb", "/a\\", "/a ", "/[a]"]) {
    assert.throws(() => plainPath(text), hasCode("service.path"));
  }
});
