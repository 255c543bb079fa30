// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "smol-toml";
import { lineOf, scanKeys } from "./toml_keys.ts";
import { eachSetting } from "./table.ts";

/** Keys as `line path`, for short. */
function keys(text: string): string[] {
  parse(text);
  return scanKeys(text).map(({ path, line }) => `${line} ${path.join("/")}`);
}

Deno.test("scanKeys() finds tables, dotted keys and quoted keys with their blanks", () => {
  const text = `# [no] = 1
[ a . "b.c" ] # x = 1
 d . 'e f' = 1
"g\\u0068\\x69" = 2 # [no]

[a]
j=3`;
  assert.deepEqual(keys(text), [
    "2 a/b.c",
    "3 a/b.c/d/e f",
    "4 a/b.c/ghi",
    "6 a",
    "7 a/j",
  ]);
});

Deno.test("scanKeys() is not misled by what stands in strings and comments", () => {
  const text = `a = """
[no]
b = 1 \\"""
""""" # "
c = '''
no = "'' '''''
d = "# [no] \\" = 1" # 'no = 1
e = 'C:\\' # no
f = ""
g = """"""
h = 1`;
  assert.deepEqual(keys(text), ["1 a", "5 c", "7 d", "8 e", "9 f", "10 g", "11 h"]);
});

Deno.test("scanKeys() finds keys in inline tables, over several lines and within arrays", () => {
  const text = `a = { b = 1, c.d = [
  { e = "}" }, # ] x = 1
  [ { f = 2 } ],
], g = {} }
h = 1979-05-27 07:32:00 # time`;
  assert.deepEqual(keys(text), [
    "1 a",
    "1 a/b",
    "1 a/c/d",
    "2 a/c/d/0/e",
    "3 a/c/d/1/0/f",
    "4 a/g",
    "5 h",
  ]);
});

Deno.test("scanKeys() numbers the elements of arrays of tables, and what stands below them", () => {
  const text = "[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 1\n[[a.e]]\n[[a.e]]\nf = 1\n";
  assert.deepEqual(keys(text), [
    "1 a/0",
    "2 a/0/b",
    "3 a/1",
    "4 a/1/c",
    "5 a/1/c/d",
    "6 a/1/e/0",
    "7 a/1/e/1",
    "8 a/1/e/1/f",
  ]);
});

Deno.test("scanKeys() counts Windows line ends once", () => {
  assert.deepEqual(keys("a = 1\r\n\r\n[b]\r\nc = 'x'\r\n"), ["1 a", "3 b", "4 b/c"]);
});

Deno.test("scanKeys() comes to an end whatever the text", () => {
  const piece = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    "=",
    '"',
    "'",
    '"""',
    "\\",
    "\n",
    "#",
    ".",
    "a",
    ",",
    " ",
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => void scanKeys(pieces.join(""))), {
    numRuns: 1_000,
  });
});

Deno.test("lineOf() takes the nearest table around a key that does not stand there", () => {
  const places = scanKeys("[a.b]\nc = 1\n[d]\n");
  assert.equal(lineOf(places, ["a", "b", "c"]), 2);
  assert.equal(lineOf(places, ["a", "b", "x"]), 1);
  assert.equal(lineOf(places, ["a"]), 1);
  assert.equal(lineOf(places, ["x"]), undefined);
});

/** A value as TOML in one of several spellings, among them some over several lines. */
const spelling = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom("true", "1_000", "0x1F", "1979-05-27T07:32:00Z", "'a # b'", '"a \\" = [b]"'),
  fc.constantFrom('"""\n[x]\nlevel = 1\n"""', "'''\nlevel = \"\n'''", '[\n  "a", # ]\n  [1],\n]'),
  fc.constantFrom('{ x = 1, y.z = "}" }', "{}", "[]", '["="]'),
);
const filler = fc.constantFrom("", "\n", "# level = 1\n", "  \t\n", "# [log]\n\n");
const setting = fc.constantFrom(...eachSetting().map(({ path }) => path.split(".")));
const places = fc.uniqueArray(fc.tuple(setting, spelling, filler, fc.boolean()), {
  selector: ([path]) => path.join("."),
  minLength: 1,
});

/** A key as it may be written. */
function quoted(name: string, style: boolean): string {
  return style ? `"${name}"` : name;
}

Deno.test("scanKeys() gives the line of every setting, in tables, by dotted keys and quoted", () => {
  fc.assert(fc.property(places, fc.boolean(), (settings, dotted) => {
    const sorted = settings.toSorted(([a], [b]) => a[0]! < b[0]! ? -1 : 1);
    let text = "";
    let section = "";
    const expected = new Map<string, number>();
    for (const [[table, name], value, blank, quotes] of sorted) {
      text += blank;
      if (!dotted && table !== section) text += `[${table}] # ${name} = 1\n`;
      section = table!;
      expected.set(`${table}.${name}`, text.split("\n").length);
      const key = dotted ? `${table}.${quoted(name!, quotes)}` : quoted(name!, quotes);
      text += `${key} = ${value}\n`;
    }
    parse(text);
    const found = scanKeys(text);
    for (const [path, line] of expected) assert.equal(lineOf(found, path.split(".")), line, text);
  }));
});
